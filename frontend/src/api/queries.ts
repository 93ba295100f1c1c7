import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, type Query } from "./client";
import type {
  ApiKey,
  AuditRow,
  Change,
  Check,
  CheckType,
  Host,
  LoginSession,
  Me,
  Overview,
  Page,
  QueueStats,
  Ready,
  ResultPoint,
  Run,
  Tenant,
  Usage,
  User,
} from "./types";

/** Every question the screens ask, with its key and how often it is asked again. */

const FAST_MS = 5_000;
const CALM_MS = 10_000;
const SLOW_MS = 30_000;
export const PAGE_SIZE = 100;

function list<T>(path: string, query: Query, interval: number | false) {
  return infiniteQueryOptions({
    queryKey: [path, "list", query],
    queryFn: ({ pageParam, signal }) =>
      get<Page<T>>(path, { limit: PAGE_SIZE, ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<T>) => page.next_cursor,
    refetchInterval: interval,
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
}

function one<T>(path: string, interval: number | false = CALM_MS, query?: Query) {
  return queryOptions({
    queryKey: [path, query ?? {}],
    queryFn: ({ signal }) => get<T>(path, query, signal),
    refetchInterval: interval,
  });
}

export const me = () => queryOptions({ ...one<Me>("/auth/me", 60_000), staleTime: 30_000 });
export const overview = () => one<Overview>("/overview", FAST_MS);

export interface HostFilter extends Query {
  q?: string | undefined;
  status?: string | undefined;
  group?: string | undefined;
  sort?: string | undefined;
}
export const hosts = (filter: HostFilter) => list<Host>("/hosts", filter, CALM_MS);
export const host = (id: number) => one<Host>(`/hosts/${id}`, FAST_MS);
export const hostChecks = (id: number) => one<Page<Check>>(`/hosts/${id}/checks`, FAST_MS, { limit: 500 });
export const hostTimeline = (id: number) =>
  one<Page<Change>>(`/hosts/${id}/timeline`, CALM_MS, { limit: 20 });

export interface CheckFilter extends Query {
  q?: string | undefined;
  type?: string | undefined;
  status?: string | undefined;
}
export const checks = (filter: CheckFilter) => list<Check>("/checks", filter, CALM_MS);
/** The worst ones, for a look at the whole. */
export const someChecks = () => one<Page<Check>>("/checks", CALM_MS, { limit: 12 });
export const check = (id: number) => one<Check>(`/checks/${id}`, FAST_MS);
export const checkTypes = () =>
  queryOptions({ ...one<Page<CheckType>>("/check-types", false), staleTime: Number.POSITIVE_INFINITY });

const MAX_PAGES = 12;

async function allResults(id: number, fromMs: number, signal: AbortSignal): Promise<ResultPoint[]> {
  const found: ResultPoint[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer: Page<ResultPoint> = await get<Page<ResultPoint>>(
      `/checks/${id}/results`,
      { from: new Date(fromMs).toISOString(), limit: 500, cursor },
      signal,
    );
    found.push(...answer.items);
    cursor = answer.next_cursor;
    if (!cursor) break;
  }
  return found;
}

/** All results of the newest `seconds`, oldest first. */
export const results = (id: number, seconds: number) =>
  queryOptions({
    queryKey: ["/checks", id, "results", seconds],
    queryFn: ({ signal }) => allResults(id, Date.now() - seconds * 1000, signal),
    refetchInterval: seconds > 3600 * 6 ? SLOW_MS : CALM_MS,
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });

export const run = (id: number | null) =>
  queryOptions({
    queryKey: ["/runs", id],
    queryFn: ({ signal }) => get<Run>(`/runs/${id}`, {}, signal),
    enabled: id !== null,
    refetchInterval: (query) => {
      const state = query.state.data?.state;
      return state === "done" || state === "failed" || state === "dead" ? false : 400;
    },
    refetchIntervalInBackground: true,
  });

export const users = () => list<User>("/users", {}, SLOW_MS);
export const apiKeys = () => list<ApiKey>("/api-keys", {}, SLOW_MS);
export const tenants = () => list<Tenant>("/tenants", {}, SLOW_MS);
export const tenant = (id: string) => one<Tenant>(`/tenants/${encodeURIComponent(id)}`, SLOW_MS);
export const usage = (id: string) => one<Usage>(`/tenants/${encodeURIComponent(id)}/usage`, SLOW_MS);
export const egress = (id: string) =>
  one<{ entries: string[] }>(`/tenants/${encodeURIComponent(id)}/egress`, false);
export const loginSessions = () => one<Page<LoginSession>>("/auth/sessions", SLOW_MS);
export const ready = () => one<Ready>("/ready", CALM_MS);
export const queueStats = () => one<QueueStats>("/queue/stats", CALM_MS);

export interface AuditFilter extends Query {
  q?: string | undefined;
  action?: string | undefined;
  outcome?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}
export const audit = (filter: AuditFilter) => list<AuditRow>("/audit", filter, SLOW_MS);

/** The rows of all loaded pages. */
export function rowsOf<T>(data: { pages: Page<T>[] } | undefined): T[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}
