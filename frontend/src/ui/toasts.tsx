import "@mantine/core/styles/Notification.css";
import "@mantine/notifications/styles.css";
import { Button } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import { t } from "../i18n";
import type { Toast } from "./toast";
import css from "./ui.module.css";

/** The corner where short messages appear. */
export default function Toasts() {
  return <Notifications position="bottom-right" limit={4} />;
}

export function show({ id, title, message, bad, ms, undo, onClose }: Toast): void {
  notifications.show({
    id,
    title,
    ...(bad ? { color: "red" } : {}),
    autoClose: ms,
    closeButtonProps: { "aria-label": t("common.close") },
    ...(onClose ? { onClose } : {}),
    message: undo ? (
      <div className={css.buttons}>
        <span className={css.grow}>{message}</span>
        <Button size="compact-xs" variant="default" onClick={undo}>
          {t("undo.button")}
        </Button>
      </div>
    ) : (
      message
    ),
  });
}

export const hide = (id: string) => void notifications.hide(id);
