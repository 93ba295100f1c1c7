import { focusManager } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

/** A page that is held still: nothing on it changes by itself until it goes on. */
let since = 0;
const listeners = new Set<() => void>();

/** Since when the page is held still, in milliseconds since 1970; 0 when it is not. */
export function pausedAt(): number {
  return since;
}

export function onPause(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Questions that are asked again by themselves wait; what a person asks for is still answered. */
export function togglePause(): void {
  since = since === 0 ? Date.now() : 0;
  focusManager.setFocused(since === 0 ? undefined : false);
  for (const listener of listeners) listener();
}

export function usePausedAt(): number {
  return useSyncExternalStore(onPause, pausedAt);
}
