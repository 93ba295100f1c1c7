import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { asProblem } from "../api/problem";
import { t } from "../i18n";
import css from "./ui.module.css";

export function toast(message: string): void {
  notifications.show({ message, autoClose: 5000, closeButtonProps: { "aria-label": t("common.close") } });
}

/** Done already, and ten seconds to take it back. */
export function toastWithUndo(message: string, undo: () => Promise<unknown>): void {
  const id = `undo-${Date.now()}`;
  const takeBack = async () => {
    notifications.hide(id);
    try {
      await undo();
      toast(t("undo.done"));
    } catch (error) {
      toastProblem(error);
    }
  };
  notifications.show({
    id,
    autoClose: 10_000,
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
