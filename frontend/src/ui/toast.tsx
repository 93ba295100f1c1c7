import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { asProblem } from "../api/problem";
import { t } from "../i18n";
import css from "./ui.module.css";

export function toast(message: string): void {
  notifications.show({ message, autoClose: 5000, closeButtonProps: { "aria-label": t("common.close") } });
}

let newest: { id: string; takeBack(): Promise<void> } | null = null;

/** Takes back what was done last, as long as its message is shown. */
export function undoLast(): void {
  void newest?.takeBack();
}

/** Done already, and ten seconds to take it back. */
export function toastWithUndo(message: string, undo: () => Promise<unknown>): void {
  const id = `undo-${Date.now()}`;
  const takeBack = async () => {
    if (newest?.id === id) newest = null;
    notifications.hide(id);
    try {
      await undo();
      toast(t("undo.done"));
    } catch (error) {
      toastProblem(error);
    }
  };
  newest = { id, takeBack };
  notifications.show({
    id,
    autoClose: 10_000,
    onClose: () => {
      if (newest?.id === id) newest = null;
    },
    closeButtonProps: { "aria-label": t("common.close") },
    message: (
      <div className={css.buttons}>
        <span className={css.grow}>{message}</span>
        <Button size="compact-xs" variant="default" onClick={takeBack}>
          {t("undo.button")}
        </Button>
      </div>
    ),
  });
}

export function toastProblem(error: unknown): void {
  const problem = asProblem(error);
  notifications.show({
    color: "red",
    title: problem.message,
    message: [problem.detail, problem.requestId ? t("common.requestId", { id: problem.requestId }) : ""]
      .filter(Boolean)
      .join(" · "),
    autoClose: 12_000,
    closeButtonProps: { "aria-label": t("common.close") },
  });
}
