import type { CheckParam, CheckType } from "../api/types";
import { t } from "../i18n";
import { AreaField, ChoiceField, SwitchField, TextField } from "../ui/fields";
import type { Bound } from "../ui/use-form";
import { type ParamText, toText } from "./params";

interface Props {
  type: CheckType;
  texts: Record<string, ParamText>;
  errorOf(field: string): string | undefined;
  onChange(name: string, value: ParamText): void;
}

/** The form of a check type, made from its parameter rows. */
export function ParamFields({ type, texts, errorOf, onChange }: Props) {
  return (
    <>
      {type.params.map((param) => (
        <ParamField
          key={param.name}
          param={param}
          field={{
            name: `params.${param.name}`,
            value: texts[param.name] ?? toText(param, undefined),
            error: errorOf(`params.${param.name}`),
            onChange: (value) => onChange(param.name, value),
          }}
        />
      ))}
    </>
  );
}

const ACRONYMS = new Set(["url", "tls", "dns", "sni", "http", "ip", "ttl", "ca", "id"]);

export function labelOf(name: string): string {
  const words = name
    .replace(/_(ms|s|percent|days)$/, "")
    .split("_")
    .map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word))
    .join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function helpOf(param: CheckParam): string {
  const bounds =
    param.min !== null && param.max !== null ? t("field.bounds", { min: param.min, max: param.max }) : "";
  return [param.help, bounds].filter(Boolean).join(" ");
}

function ParamField({ param, field }: { param: CheckParam; field: Bound<ParamText> }) {
  const shared = { label: labelOf(param.name), description: helpOf(param), required: param.required };
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
