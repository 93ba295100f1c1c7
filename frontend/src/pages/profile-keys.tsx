import "../i18n/parts/profile";
import { Button, Switch } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Caps, shortcutText } from "../app/caps";
import { conflicts, keyOf, nameOf, type Shortcut, shortcuts } from "../app/shortcuts";
import { t } from "../i18n";
import { usePreferences, useSavePreferences } from "../prefs/use-preferences";
import { Card } from "../ui/page";
import { Table } from "../ui/table";
import css from "../ui/ui.module.css";
import own from "./profile.module.css";

export function Keys() {
  const { single_keys, keys } = usePreferences();
  const save = useSavePreferences();
  const [changing, setChanging] = useState<string | null>(null);
  const rebind = (action: string, key: string | null) => {
    setChanging(null);
    const next = { ...keys };
    delete next[action];
    if (key !== null && key !== keyOf(action, {})) next[action] = key;
    void save({ keys: next });
  };
  return (
    <Card
      title={t("profile.keys")}
      side={
        Object.keys(keys).length > 0 ? (
          <Button size="compact-sm" variant="default" onClick={() => void save({ keys: {} })}>
            {t("profile.resetAll")}
          </Button>
        ) : null
      }
    >
      <div className={css.stack}>
        <Switch
          label={t("profile.singleKeys")}
          description={t("profile.singleKeysHelp")}
          checked={single_keys}
          onChange={(event) => void save({ single_keys: event.currentTarget.checked })}
        />
        <details className={own.all}>
          <summary>{t("profile.allKeys", { count: Object.keys(keys).length })}</summary>
          <Table
            label={t("keys.title")}
            rows={shortcuts}
            rowKey={(each) => each.action}
            cols={[
              { label: t("profile.action"), render: shortcutText },
              { label: t("profile.key"), render: (each) => <Caps binding={keyOf(each.action, keys)} /> },
              {
                label: t("table.actions"),
                render: (each) =>
                  changing === each.action ? (
                    <Catch
                      shortcut={each}
                      onDone={(key) => rebind(each.action, key)}
                      onCancel={() => setChanging(null)}
                    />
                  ) : (
                    <Buttons
                      shortcut={each}
                      own={Object.hasOwn(keys, each.action)}
                      onChange={() => setChanging(each.action)}
                      onReset={() => rebind(each.action, null)}
                    />
                  ),
              },
            ]}
          />
        </details>
      </div>
    </Card>
  );
}

interface ButtonsProps {
  shortcut: Shortcut;
  own: boolean;
  onChange(): void;
  onReset(): void;
}

function Buttons({ shortcut, own: changed, onChange, onReset }: ButtonsProps) {
  const action = shortcutText(shortcut);
  return (
    <span className={own.keyButtons}>
      {changed ? (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={t("profile.resetOne", { action })}
          onClick={onReset}
        >
          {t("profile.reset")}
        </Button>
      ) : null}
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t("profile.change", { action })}
        onClick={onChange}
      >
        {t("common.edit")}
      </Button>
    </span>
  );
}

const SEQUENCE_MS = 900;

interface CatchProps {
  shortcut: Shortcut;
  onDone(key: string): void;
  onCancel(): void;
}

/** Takes the next key, or two one after another, and refuses what means something else already. */
function Catch({ shortcut, onDone, onCancel }: CatchProps) {
  const { keys } = usePreferences();
  const place = useRef<HTMLButtonElement>(null);
  const [pressed, setPressed] = useState("");
  const [taken, setTaken] = useState<Shortcut | null>(null);
  useEffect(() => place.current?.focus(), []);
  useEffect(() => {
    if (!pressed) return;
    const wait = pressed.includes(" ") || pressed.startsWith("mod+") ? 0 : SEQUENCE_MS;
    const timer = setTimeout(() => {
      const other = conflicts(shortcut.action, pressed, keys)[0] ?? null;
      setTaken(other);
      if (other) setPressed("");
      else onDone(pressed);
    }, wait);
    return () => clearTimeout(timer);
  });
  const listen = (event: KeyboardEvent) => {
    if (event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return onCancel();
    const name = nameOf(event);
    if (!name) return;
    setTaken(null);
    setPressed(pressed && !pressed.includes(" ") ? `${pressed} ${name}` : name);
  };
  return (
    <button type="button" ref={place} className={own.catch} onKeyDown={listen} onBlur={onCancel}>
      {pressed ? <Caps binding={pressed} /> : t("profile.press")}
      {taken ? (
        <span className={own.wrong} role="alert">
          {t("profile.conflict", { action: shortcutText(taken) })}
        </span>
      ) : null}
    </button>
  );
}
