import { useSyncExternalStore } from "react";
import { setGates } from "../api/client";

/**
 * What stands between a refused call and its second attempt. Calls that are refused while a question is open
 * wait for the same answer. The dialogs themselves are fetched when the first one is needed.
 */
export type Gate = "signIn" | "stepUp" | "enrol";

interface Waiting {
  gate: Gate;
  promise: Promise<boolean>;
  settle(again: boolean): void;
}

let waiting: Waiting | null = null;
let asked = false;
const listeners = new Set<() => void>();

function tell(next: Waiting | null): void {
  waiting = next;
  asked ||= next !== null;
  for (const listener of listeners) listener();
}

function ask(gate: Gate): Promise<boolean> {
  if (waiting) return waiting.gate === gate ? waiting.promise : waiting.promise.then(() => ask(gate));
  let settle: (again: boolean) => void = () => {};
  const promise = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  tell({ gate, promise, settle });
  return promise;
}

export function settleGate(again: boolean): void {
  waiting?.settle(again);
  tell(null);
}

export function openGates(): void {
  setGates({ signIn: () => ask("signIn"), stepUp: () => ask("stepUp"), enrol: () => ask("enrol") });
}

const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useGate(): Gate | null {
  return useSyncExternalStore(listen, () => waiting?.gate ?? null);
}

/** True from the first question on. */
export function useGateAsked(): boolean {
  return useSyncExternalStore(listen, () => asked);
}
