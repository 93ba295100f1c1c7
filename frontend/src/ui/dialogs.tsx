import { Button, Modal, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "../api/problem";
import { t } from "../i18n";
import { ProblemNotice } from "./states";
import css from "./ui.module.css";

interface DialogProps {
  title: string;
  opened: boolean;
  onClose(): void;
  children: ReactNode;
  /** False for dialogs that a stray click must not close. */
  dismissable?: boolean;
  size?: string;
}

export function Dialog({ title, opened, onClose, children, dismissable = true, size = "md" }: DialogProps) {
  return (
    <Modal
      title={title}
      opened={opened}
      onClose={onClose}
      size={size}
      closeOnClickOutside={dismissable}
      closeOnEscape={dismissable}
      closeButtonProps={{ "aria-label": t("common.close") }}
      transitionProps={{ duration: 100 }}
    >
      {children}
    </Modal>
  );
}

interface ConfirmProps {
  title: string;
  text: string;
  /** What has to be typed, for what cannot be undone; null asks only for the button. */
  name: string | null;
  action: string;
  opened: boolean;
  onClose(): void;
  onConfirm(): Promise<void>;
}

export function ConfirmDialog({ title, text, name, action, opened, onClose, onConfirm }: ConfirmProps) {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const ready = name === null || typed.trim() === name.trim();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} opened={opened} onClose={onClose}>
      <form className={css.stack} onSubmit={submit}>
        <p>{text}</p>
        <ProblemNotice problem={problem} />
        {name === null ? null : (
          <TextInput
            label={t("confirm.typeName", { name })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            data-autofocus
            autoComplete="off"
          />
        )}
        <div className={css.buttons}>
          <Button type="submit" color="red" disabled={!ready} loading={busy}>
            {action}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
