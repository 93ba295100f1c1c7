import { useSyncExternalStore } from "react";
import { asProblem } from "../api/problem";
import { t } from "../i18n";

/** Short messages in the corner. What draws them is fetched with the first one. */
export interface Toast {
  id: string;
  title?: string;
  message: string;
  bad?: boolean;
  ms: number;
  undo?(): void;
  onClose?(): void;
}

let count = 0;
const listeners = new Set<() => void>();

/** True from the first message on. */
export function useToasted(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => count > 0,
  );
}

function show(made: Omit<Toast, "id">, id = `toast-${count + 1}`): void {
  count += 1;
  for (const listener of listeners) listener();
  void import("./toasts").then((toasts) => toasts.show({ ...made, id }));
}

export function toast(message: string): void {
  show({ message, ms: 5000 });
}

let newest: { id: string; takeBack(): Promise<void> } | null = null;

/** Takes back what was done last, as long as its message is shown. */
export function undoLast(): void {
  void newest?.takeBack();
}

/** Done already, and ten seconds to take it back. */
export function toastWithUndo(message: string, undo: () => Promise<unknown>): void {
  const id = `undo-${count + 1}`;
  const over = () => {
    if (newest?.id === id) newest = null;
  };
  const takeBack = async () => {
    over();
    void import("./toasts").then((toasts) => toasts.hide(id));
    try {
      await undo();
      toast(t("undo.done"));
    } catch (error) {
      toastProblem(error);
    }
  };
  newest = { id, takeBack };
  show({ message, ms: 10_000, undo: () => void takeBack(), onClose: over }, id);
}

export function toastProblem(error: unknown): void {
  const problem = asProblem(error);
  const request = problem.requestId ? t("common.requestId", { id: problem.requestId }) : "";
  const message = [problem.detail, request].filter(Boolean).join(" · ");
  show({ title: problem.message, message, bad: true, ms: 12_000 });
}
