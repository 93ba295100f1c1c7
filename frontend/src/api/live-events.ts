import type { Change, CheckStatus, Run, Status } from "./types";

/** What the stream tells, and which of it a subscriber asked for. */

export type Topic =
  | "hosts"
  | "checks"
  | "changes"
  | "jobs"
  | "system"
  | `host:${number}`
  | `check:${number}`
  | `run:${number}`;

export interface LiveHost {
  id: number;
  status: Status;
  checks: { total: number; up: number; degraded: number; down: number; unknown: number };
  last_checked_at: string | null;
}

export interface LiveCheck {
  id: number;
  host_id: number;
  status: CheckStatus;
  reason: string | null;
  message: string;
  since: string | null;
  last_ts: string | null;
  latency_ms: number | null;
}

export interface LiveResult {
  ts: string;
  status: CheckStatus;
  latency_ms: number | null;
}

export type LiveChange = Change & { host_id: number; host_name: string };

/** Members of a list whose state changed, those that are gone, and those created or edited (read them anew). */
export interface LiveList<T> {
  items: T[];
  gone: number[];
  config: number[];
}

export type LiveEvent =
  | { kind: "hosts"; data: LiveList<LiveHost> }
  | { kind: "checks"; data: LiveList<LiveCheck> }
  | { kind: "results"; data: { check_id: number; host_id: number; items: LiveResult[] } }
  | { kind: "changes"; data: { items: LiveChange[] } }
  | { kind: "run"; data: Pick<Run, "id" | "state" | "result" | "error"> }
  | { kind: "jobs"; data: { queued: number; running: number; dead: number } }
  | { kind: "system"; data: { status: "ok" | "degraded" | "down" } }
  /** Something may have been missed, or the stream is away: read what you show anew. */
  | { kind: "resync"; data: { reason: string } };

const KINDS = new Set(["hosts", "checks", "results", "changes", "run", "jobs", "system", "resync"]);

/** The event of a name and its JSON; null for what this version does not know. */
export function eventOf(name: string, data: string): LiveEvent | null {
  if (!KINDS.has(name)) return null;
  return { kind: name, data: JSON.parse(data) } as LiveEvent;
}

/** The ids of the topics "prefix:ID". */
function idsOf(topics: ReadonlySet<Topic>, prefix: string): Set<number> {
  const found = new Set<number>();
  for (const topic of topics)
    if (topic.startsWith(`${prefix}:`)) found.add(Number(topic.slice(prefix.length + 1)));
  return found;
}

function listOf<T extends { id: number }>(
  list: LiveList<T>,
  wanted: (item: T) => boolean,
  ids: Set<number>,
): LiveList<T> | null {
  const of = (all: number[]) => all.filter((id) => ids.has(id));
  const part = { items: list.items.filter(wanted), gone: of(list.gone), config: of(list.config) };
  return part.items.length + part.gone.length + part.config.length > 0 ? part : null;
}

/** The part of an event that these topics ask for; null when it is none of their business. */
export function narrow(event: LiveEvent, topics: ReadonlySet<Topic>): LiveEvent | null {
  if (event.kind === "resync" || topics.has(event.kind as Topic)) return event;
  const hosts = idsOf(topics, "host");
  const checks = idsOf(topics, "check");
  switch (event.kind) {
    case "hosts": {
      const data = listOf(event.data, (host) => hosts.has(host.id), hosts);
      return data && { kind: "hosts", data };
    }
    case "checks": {
      const wanted = (check: LiveCheck) => checks.has(check.id) || hosts.has(check.host_id);
      const data = listOf(event.data, wanted, checks);
      /* Ids alone do not say of which host a check is: whoever shows a host looks at all of them. */
      if (hosts.size > 0)
        return { kind: "checks", data: { ...event.data, items: event.data.items.filter(wanted) } };
      return data && { kind: "checks", data };
    }
    case "changes": {
      const items = event.data.items.filter((each) => checks.has(each.check_id) || hosts.has(each.host_id));
      return items.length > 0 ? { kind: "changes", data: { items } } : null;
    }
    case "results":
      return checks.has(event.data.check_id) || hosts.has(event.data.host_id) ? event : null;
    case "run":
      return topics.has(`run:${event.data.id}`) ? event : null;
    default:
      return null;
  }
}
