import { useEffect, useRef, useSyncExternalStore } from "react";
import { type LiveHandler, type LiveState, live } from "../api/live";
import type { Topic } from "../api/live-events";
import { onPause, pausedAt } from "./pause";

/**
 * Calls the newest `handler` with what comes on these topics while the component is shown. What came while the
 * page was held still is not told; then it is told to read everything anew.
 */
export function useLive(topics: readonly Topic[], handler: LiveHandler): void {
  const newest = useRef(handler);
  useEffect(() => {
    newest.current = handler;
  });
  const names = topics.join(",");
  useEffect(() => {
    if (!names) return;
    let missed = false;
    const stopWaiting = onPause(() => {
      if (pausedAt() === 0 && missed) newest.current([{ kind: "resync", data: { reason: "paused" } }]);
      missed = false;
    });
    const unsubscribe = live.subscribe(names.split(",") as Topic[], (events) => {
      if (pausedAt() > 0) missed = true;
      else newest.current(events);
    });
    return () => {
      stopWaiting();
      unsubscribe();
    };
  }, [names]);
}

/** Whether what is shown keeps itself up to date, and since when. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (watcher) => live.onState(watcher),
    () => live.state(),
  );
}
