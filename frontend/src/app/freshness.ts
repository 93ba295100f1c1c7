import { type Query, useQueryClient } from "@tanstack/react-query";
import type { LiveState } from "../api/live";
import { useNow } from "../ui/time";
import { usePausedAt } from "./pause";
import { useLiveState } from "./use-live";

/** How old what the page shows is, and whether it is kept up to date. */
export interface Freshness {
  state: "live" | "polling" | "paused" | "stale";
  /** When the oldest part of the page was read, in milliseconds since 1970; 0 before there is any. */
  at: number;
}

/** An answer may be late by this much before the page says so. */
const PATIENCE_MS = 30_000;

type Asked = Pick<Query, "options"> & { state: { dataUpdatedAt: number } };

/** How often it is read anew. Lists are told by the stream, and ask only while that is away. */
function intervalOf({ options }: Asked, { mode }: LiveState): number {
  const { refetchInterval, meta } = options as {
    refetchInterval?: unknown;
    meta?: { withoutStream?: unknown };
  };
  if (typeof refetchInterval === "number") return refetchInterval;
  return mode !== "live" && typeof meta?.withoutStream === "number" ? meta.withoutStream : 0;
}

export function freshnessOf(queries: Asked[], live: LiveState, paused: number, now: number): Freshness {
  let at = 0;
  let staleSince = live.mode === "stale" ? live.since : 0;
  for (const query of queries) {
    const interval = intervalOf(query, live);
    const read = query.state.dataUpdatedAt;
    if (interval === 0 || read === 0) continue;
    if (interval < 60_000 && (at === 0 || read < at)) at = read;
    if (now - read > interval + PATIENCE_MS && (staleSince === 0 || read < staleSince)) staleSince = read;
  }
  if (paused > 0) return { state: "paused", at: paused };
  if (staleSince > 0) return { state: "stale", at: staleSince };
  return { state: live.mode === "live" ? "live" : "polling", at };
}

/** Of everything that is on the page now. */
export function useFreshness(): Freshness {
  const now = useNow();
  const paused = usePausedAt();
  const live = useLiveState();
  return freshnessOf(useQueryClient().getQueryCache().findAll({ type: "active" }), live, paused, now);
}
