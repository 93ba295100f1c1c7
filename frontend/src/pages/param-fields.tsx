import { useState } from "react";
import type { CheckParam, CheckType } from "../api/types";
import { lookUp, t } from "../i18n";
import { AreaField, ChoiceField, SwitchField, TextField } from "../ui/fields";
import type { Bound } from "../ui/use-form";
import css from "./check-form.module.css";
import { labelOf, type ParamText, toText } from "./params";

interface Props {
  type: CheckType;
  texts: Record<string, ParamText>;
  errorOf(field: string): string | undefined;
  onChange(name: string, value: ParamText): void;
}

const ALWAYS_SHOWN = 3;

/** The first few parameters and all that are required; the rest waits behind "more settings". */
function split(params: CheckParam[]): { shown: CheckParam[]; more: CheckParam[] } {
  const shown = params.filter((param, index) => param.required || index < ALWAYS_SHOWN);
  const more = params.filter((param) => !shown.includes(param));
  return more.length > 1 ? { shown, more } : { shown: params, more: [] };
}

/** The form of a check type, made from its parameter rows. */
export function ParamFields({ type, texts, errorOf, onChange }: Props) {
  const { shown, more } = split(type.params);
  const changed = more.some((param) => (texts[param.name] ?? "") !== toText(param, undefined));
  const wrong = more.some((param) => errorOf(`params.${param.name}`) !== undefined);
  const [opened, setOpened] = useState(changed);
  const field = (param: CheckParam) => (
    <ParamField
      key={param.name}
      type={type.name}
      param={param}
      field={{
        name: `params.${param.name}`,
        value: texts[param.name] ?? toText(param, undefined),
        error: errorOf(`params.${param.name}`),
        onChange: (value) => onChange(param.name, value),
      }}
    />
  );
  return (
    <>
      {shown.map(field)}
      {more.length > 0 ? (
        <details
          className={css.more}
          open={opened || wrong}
          onToggle={(event) => setOpened(event.currentTarget.open)}
        >
          <summary>{t("check.more", { count: more.length })}</summary>
          <div className={css.fields}>{more.map(field)}</div>
        </details>
      ) : null}
    </>
  );
}

/** In the reader's language where the catalogue has it; the server's own words otherwise. */
function helpOf(type: string, param: CheckParam): string {
  const number = param.type === "integer" || param.type === "number";
  const bounds =
    number && param.min !== null && param.max !== null
      ? t("field.bounds", { min: param.min, max: param.max })
      : "";
  const help = lookUp(`help.${type}.${param.name}`) ?? lookUp(`help.${param.name}`) ?? param.help;
  return [help, bounds].filter(Boolean).join(" ");
}

function ParamField({ type, param, field }: { type: string; param: CheckParam; field: Bound<ParamText> }) {
  const shared = { label: labelOf(param.name), description: helpOf(type, param), required: param.required };
  if (param.type === "boolean") return <SwitchField {...shared} field={field as Bound<boolean>} />;
  const text = field as unknown as Bound<string>;
  if (param.type === "enum") return <ChoiceField {...shared} field={text} data={choicesOf(param)} />;
  if (param.type === "map")
    return <AreaField {...shared} rows={2} placeholder={t("check.mapExample")} field={text} />;
  if (param.type === "list")
    return <AreaField {...shared} rows={2} placeholder={t("check.listExample")} field={text} />;
  return (
    <TextField
      {...shared}
      field={text}
      unit={param.unit}
      inputMode={param.type === "string" ? "text" : param.type === "integer" ? "numeric" : "decimal"}
      autoComplete="off"
    />
  );
}

function choicesOf(param: CheckParam) {
  const choices = (param.choices ?? []).map((value) => ({ value, label: value }));
  const optional = !param.required && (param.default === null || param.default === undefined);
  return optional ? [{ value: "", label: "–" }, ...choices] : choices;
}
