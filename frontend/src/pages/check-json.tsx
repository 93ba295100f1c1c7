import { Textarea } from "@mantine/core";
import { useState } from "react";
import type { CheckType } from "../api/types";
import { t } from "../i18n";
import css from "./check-form.module.css";
import { type ParamText, toText } from "./params";

/** The members of a form that JSON may set. */
export interface FromJson {
  name: string;
  interval_s: string;
  timeout_ms: string;
  retries: string;
  enabled: boolean;
  texts: Record<string, ParamText>;
}

const NUMBERS = ["interval_s", "timeout_ms", "retries"] as const;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** What a text says of a check; null where it is not an object, or names what there is not. */
export function fromJson(text: string, type: CheckType): Partial<FromJson> | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(raw)) return null;
  const { name, enabled, params = {}, ...rest } = raw;
  const known = new Set(type.params.map((param) => param.name));
  if (!isRecord(params) || Object.keys(params).some((key) => !known.has(key))) return null;
  if (Object.keys(rest).some((key) => !NUMBERS.some((number) => number === key))) return null;
  const found: Partial<FromJson> = {
    texts: Object.fromEntries(type.params.map((param) => [param.name, toText(param, params[param.name])])),
  };
  if (typeof name === "string") found.name = name;
  if (typeof enabled === "boolean") found.enabled = enabled;
  for (const key of NUMBERS) if (rest[key] !== undefined) found[key] = String(rest[key]);
  return found;
}

interface Props {
  type: CheckType;
  body: unknown;
  onChange(next: Partial<FromJson>): void;
}

/** The form once more, as the API takes it: what changes here changes there, and the other way round. */
export function CheckJson({ type, body, onChange }: Props) {
  const [opened, setOpened] = useState(false);
  const [draft, setDraft] = useState<string | null>(null);
  const wrong = draft !== null && fromJson(draft, type) === null;
  return (
    <details className={css.more} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{t("check.json")}</summary>
      {opened ? (
        <Textarea
          aria-label={t("check.json")}
          rows={12}
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mono)" } }}
          value={draft ?? JSON.stringify(body, null, 2)}
          error={wrong ? t("check.jsonWrong", { type: type.name }) : undefined}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setDraft(text);
            const next = fromJson(text, type);
            if (next) onChange(next);
          }}
          onBlur={() => {
            if (!wrong) setDraft(null);
          }}
        />
      ) : null}
    </details>
  );
}
