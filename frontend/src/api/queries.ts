import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ListPage } from "../lists/rows";
import { get, type Query } from "./client";
import type {
  Change,
  Check,
  CheckType,
  Health,
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
  View,
} from "./types";

/** Every question the screens ask, with its key and how often it is asked again. */

const FAST_MS = 5_000;
const CALM_MS = 10_000;
const SLOW_MS = 30_000;
export const PAGE_SIZE = 100;

/**
 * A list, page by page. Loaded pages stay where they are: `useList` renews their rows in place, so that
 * nothing moves while somebody reads it.
 */
export function list<T>(path: string, filter: Query, counted: boolean) {
  return infiniteQueryOptions({
    queryKey: [path, "list", filter],
    queryFn: ({ pageParam, signal }) => get<ListPage<T>>(path, pageQuery(filter, pageParam, counted), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ListPage<T>) => page.next_cursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    structuralSharing: false,
    placeholderData: keepPreviousData,
    meta: { withoutStream: SLOW_MS },
  });
}

/** The first page is also asked how many rows there are in all. */
export function pageQuery(filter: Query, cursor: string | null, counted: boolean): Query {
  return { limit: PAGE_SIZE, ...filter, cursor, ...(counted && cursor === null ? { count: true } : {}) };
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
  label?: string | undefined;
  sort?: string | undefined;
}
export interface HostGroup {
  value: string | null;
  hosts: { total: number; up: number; degraded: number; down: number; unknown: number; paused: number };
}
export const hostGroups = (by: string, filter: HostFilter) => ({
  ...one<{ items: HostGroup[] }>("/host-groups", CALM_MS, { by, ...filter }),
  placeholderData: keepPreviousData,
});
export const views = (page: string) => one<Page<View>>("/views", false, { page });
export const labelNames = () =>
  one<{ items: { name: string; values: number; hosts: number }[] }>("/labels", false);
export const host = (id: number) => one<Host>(`/hosts/${id}`, FAST_MS);
export const hostChecks = (id: number) => one<Page<Check>>(`/hosts/${id}/checks`, FAST_MS, { limit: 500 });
export const hostTimeline = (id: number) =>
  one<Page<Change>>(`/hosts/${id}/timeline`, CALM_MS, { limit: 100 });

export interface CheckFilter extends Query {
  q?: string | undefined;
  type?: string | undefined;
  status?: string | undefined;
  sort?: string | undefined;
}
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

export const tenant = (id: string) => one<Tenant>(`/tenants/${encodeURIComponent(id)}`, SLOW_MS);
export const usage = (id: string) => one<Usage>(`/tenants/${encodeURIComponent(id)}/usage`, SLOW_MS);
export const egress = (id: string) =>
  one<{ entries: string[] }>(`/tenants/${encodeURIComponent(id)}/egress`, false);
export const loginSessions = () => one<Page<LoginSession>>("/auth/sessions", SLOW_MS);
export const ready = () => one<Ready>("/ready", CALM_MS);
export const systemHealth = () => one<Health>("/system/health", FAST_MS);
export const queueStats = () => one<QueueStats>("/queue/stats", CALM_MS);

export interface AuditFilter extends Query {
  q?: string | undefined;
  action?: string | undefined;
  outcome?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}
