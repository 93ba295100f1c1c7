import type { CheckParam } from "../api/types";
import { lookUp, t } from "../i18n";
import { labelsOf, labelsText, linesOf } from "../ui/pairs";

/** Between the values of a check's parameters and what stands in the fields of its form. */

export type ParamText = string | boolean;

export function toText(param: CheckParam, value: unknown): ParamText {
  const given = value === undefined ? param.default : value;
  if (param.type === "boolean") return given === true;
  if (given === null || given === undefined || unsaid(param, given)) return "";
  if (param.type === "list") return Array.isArray(given) ? given.map(String).join("\n") : "";
  if (param.type === "map")
    return typeof given === "object" ? labelsText(given as Record<string, unknown>) : "";
  return String(given);
}

/** A port of 0 is no port: the usual one of the protocol is meant, and the field stays empty. */
function unsaid(param: CheckParam, value: unknown): boolean {
  return param.name === "port" && value === 0 && param.default === 0;
}

/** What was set and differs from the default; the rest is not worth a line. */
export function changedParams(list: CheckParam[], params: Record<string, unknown>): [string, unknown][] {
  const usual = new Map(list.map((param) => [param.name, param]));
  return Object.entries(params).filter(([name, value]) => {
    const param = usual.get(name);
    return !param || param.required || JSON.stringify(value) !== JSON.stringify(param.default ?? null);
  });
}

type Parsed = { value: unknown; error?: undefined } | { value?: undefined; error: string };

function parseNumber(param: CheckParam, text: string): Parsed {
  const number = Number(text);
  if (!Number.isFinite(number)) return { error: t("field.number") };
  if (param.type === "integer" && !Number.isInteger(number)) return { error: t("field.integer") };
  if (param.min !== null && number < param.min) return { error: t("field.min", { min: param.min }) };
  if (param.max !== null && number > param.max) return { error: t("field.max", { max: param.max }) };
  return { value: number };
}

function parseMap(text: string): Parsed {
  const { labels, bad } = labelsOf(text);
  return bad ? { error: t("field.pair", { line: bad }) } : { value: labels };
}

/** The value for the API; undefined where the field is empty and the server's default stands. */
export function fromText(param: CheckParam, text: ParamText): Parsed {
  if (typeof text === "boolean") return { value: text };
  const trimmed = text.trim();
  if (trimmed === "") return param.required ? { error: t("field.required") } : { value: undefined };
  if (param.type === "integer" || param.type === "number") return parseNumber(param, trimmed);
  if (param.type === "list") return { value: linesOf(text) };
  if (param.type === "map") return parseMap(text);
  return { value: param.type === "enum" ? trimmed : text.trim() };
}

const ACRONYMS = new Set(["url", "tls", "dns", "sni", "http", "ip", "ttl", "ca", "id"]);

/** "expect_status" as people write it: "Expect status", where the catalogue has nothing better. */
export function labelOf(name: string): string {
  const known = lookUp(`param.${name}`);
  if (known) return known;
  const words = name
    .replace(/_(ms|s|percent|days)$/, "")
    .split("_")
    .map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word))
    .join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export interface ParamsResult {
  params: Record<string, unknown>;
  errors: Map<string, string>;
}

/** Only what differs from the defaults is sent. Errors are named `params.NAME`, as the API names them. */
export function paramsOf(list: CheckParam[], texts: Record<string, ParamText>): ParamsResult {
  const entries: [string, unknown][] = [];
  const errors = new Map<string, string>();
  for (const param of list) {
    const text = texts[param.name] ?? toText(param, undefined);
    if (!param.required && text === toText(param, undefined)) continue;
    const parsed = fromText(param, text);
    if (parsed.error !== undefined) errors.set(`params.${param.name}`, parsed.error);
    else if (parsed.value !== undefined) entries.push([param.name, parsed.value]);
  }
  return { params: Object.fromEntries(entries), errors };
}
