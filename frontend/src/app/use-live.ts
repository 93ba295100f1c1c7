import { useEffect, useRef, useSyncExternalStore } from "react";
import { type LiveHandler, type LiveState, live } from "../api/live";
import type { Topic } from "../api/live-events";

/** Calls the newest `handler` with what comes on these topics while the component is shown. */
export function useLive(topics: readonly Topic[], handler: LiveHandler): void {
  const newest = useRef(handler);
  useEffect(() => {
    newest.current = handler;
  });
  const names = topics.join(",");
  useEffect(() => {
    if (!names) return;
    return live.subscribe(names.split(",") as Topic[], (events) => newest.current(events));
  }, [names]);
}

/** Whether what is shown keeps itself up to date, and since when. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (watcher) => live.onState(watcher),
    () => live.state(),
  );
}
