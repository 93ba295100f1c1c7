import { focusManager, type Query, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useNow } from "../ui/time";

/** How old what the page shows is, and whether it is kept up to date. */
export interface Freshness {
  state: "polling" | "paused" | "stale";
  /** When the oldest part of the page was read, in milliseconds since 1970; 0 before there is any. */
  at: number;
}

/** An answer may be late by this much before the page says so. */
const PATIENCE_MS = 30_000;

let pausedAt = 0;
const listeners = new Set<() => void>();
const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Pausing holds all questions that are asked again by themselves; what a person asks for is still answered. */
export function togglePause(): void {
  pausedAt = pausedAt === 0 ? Date.now() : 0;
  focusManager.setFocused(pausedAt === 0 ? undefined : false);
  for (const listener of listeners) listener();
}

export function usePausedAt(): number {
  return useSyncExternalStore(listen, () => pausedAt);
}

function intervalOf(query: Query): number {
  const { refetchInterval } = query.options as { refetchInterval?: unknown };
  return typeof refetchInterval === "number" ? refetchInterval : 0;
}

export function freshnessOf(queries: Query[], paused: boolean, now: number): Freshness {
  let at = 0;
  let staleSince = 0;
  for (const query of queries) {
    const interval = intervalOf(query);
    const read = query.state.dataUpdatedAt;
    if (interval === 0 || read === 0) continue;
    if (interval < 60_000 && (at === 0 || read < at)) at = read;
    if (now - read > interval + PATIENCE_MS && (staleSince === 0 || read < staleSince)) staleSince = read;
  }
  if (paused) return { state: "paused", at };
  return staleSince > 0 ? { state: "stale", at: staleSince } : { state: "polling", at };
}

/** Of everything that is on the page now. */
export function useFreshness(): Freshness {
  const now = useNow();
  const paused = usePausedAt() > 0;
  return freshnessOf(useQueryClient().getQueryCache().findAll({ type: "active" }), paused, now);
}
