import { ActionIcon, Button } from "@mantine/core";
import { useState } from "react";
import { t } from "../i18n";
import { Icon } from "./icons";
import css from "./ui.module.css";

/** Copies through the clipboard; where that is forbidden the text stays selectable. */
export function CopyButton({ text, small = false }: { text: string; small?: boolean }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      setCopied(false);
    }
  };
  const word = copied ? t("common.copied") : t("common.copy");
  if (small)
    return (
      <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={word} title={word}>
        <Icon name={copied ? "check" : "copy"} size={14} />
      </ActionIcon>
    );
  return (
    <Button
      variant="default"
      size="xs"
      onClick={copy}
      leftSection={<Icon name={copied ? "check" : "copy"} size={14} />}
    >
      <span aria-live="polite">{word}</span>
    </Button>
  );
}

export function Secret({ text, label }: { text: string; label: string }) {
  return (
    <div className={css.secret}>
      <code title={label}>{text}</code>
      <CopyButton text={text} />
    </div>
  );
}
