import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useLive } from "../app/use-live";
import type { LiveCheck, LiveEvent, LiveHost, LiveResult, Topic } from "./live-events";
import { check, host, hostChecks } from "./queries";
import type { Check, Host, ResultPoint } from "./types";

/** What the stream says of one host or check, laid over what its page has read. */

const LETTERS: Record<string, string> = { up: "u", degraded: "g", down: "d", unknown: "?" };
const SLOTS = 30;

const stateOf = ({ id: _, host_id: __, since, ...state }: LiveCheck): Partial<Check> => ({
  ...state,
  ...(since ? { since } : {}),
});

function putHost(queries: QueryClient, { id, status, checks, last_checked_at }: LiveHost): void {
  queries.setQueryData<Host>(host(id).queryKey, (old) => old && { ...old, status, checks, last_checked_at });
}

function putCheck(queries: QueryClient, id: number, hostId: number, change: (old: Check) => Check): void {
  queries.setQueryData<Check>(check(id).queryKey, (old) => old && change(old));
  queries.setQueryData<{ items: Check[]; next_cursor: string | null }>(
    hostChecks(hostId).queryKey,
    (old) => old && { ...old, items: old.items.map((each) => (each.id === id ? change(each) : each)) },
  );
}

const pointOf = (result: LiveResult): ResultPoint =>
  ({ ...result, reason: null, message: "", anomaly_score: null, details: null }) as ResultPoint;

/** New results at the end of what the charts have; one that is there already is not added again. */
export function appended(old: ResultPoint[], more: LiveResult[]): ResultPoint[] {
  const last = old.at(-1)?.ts ?? "";
  const fresh = more.filter(({ ts }) => ts > last).sort((a, b) => (a.ts < b.ts ? -1 : 1));
  return fresh.length > 0 ? [...old, ...fresh.map(pointOf)] : old;
}

function putResults(queries: QueryClient, id: number, hostId: number, items: LiveResult[]): void {
  queries.setQueriesData<ResultPoint[]>(
    { queryKey: ["/checks", id, "results"] },
    (old) => old && appended(old, items),
  );
  const newest = items.at(-1);
  if (newest)
    putCheck(queries, id, hostId, (old) => ({
      ...old,
      last_ts: newest.ts,
      latency_ms: newest.latency_ms,
      strip: [...old.strip, ...items.map(({ status }) => LETTERS[status] ?? "?")].slice(-SLOTS),
    }));
}

function lay(queries: QueryClient, event: LiveEvent): void {
  if (event.kind === "hosts") for (const item of event.data.items) putHost(queries, item);
  else if (event.kind === "checks")
    for (const item of event.data.items)
      putCheck(queries, item.id, item.host_id, (old) => ({ ...old, ...stateOf(item) }));
  else if (event.kind === "results")
    putResults(queries, event.data.check_id, event.data.host_id, event.data.items);
}

/** True for what cannot be laid over: something was made, edited or deleted, or events were missed. */
function anew(event: LiveEvent): boolean {
  if (event.kind === "hosts" || event.kind === "checks")
    return event.data.gone.length + event.data.config.length > 0;
  return event.kind === "resync" || event.kind === "changes";
}

export function useLiveDetail(topic: Topic): void {
  const queries = useQueryClient();
  useLive([topic], (events) => {
    for (const event of events) lay(queries, event);
    if (events.some(anew))
      void queries.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[1] !== "list" && queryKey[0] !== "/runs",
      });
  });
}
