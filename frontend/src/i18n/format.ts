/**
 * A small part of ICU message syntax: {name} and {name, plural, one {# host} other {# hosts}}.
 * Branches may hold placeholders but no further plurals.
 */

export type Values = Record<string, string | number>;

const PLURAL = /\{(\w+), plural,((?:\s*(?:=\d+|\w+) \{(?:[^{}]|\{\w+\})*\})+)\s*\}/g;
const BRANCH = /(=\d+|\w+) \{((?:[^{}]|\{\w+\})*)\}/g;
const PLAIN = /\{(\w+)\}/g;

function valueNamed(values: Values, name: string): string | number {
  return Object.hasOwn(values, name) ? (values[name] ?? "") : `{${name}}`;
}

function branch(branches: string, count: number, locale: string): string {
  const found = new Map<string, string>();
  for (const [, name, text] of branches.matchAll(BRANCH)) found.set(name ?? "", text ?? "");
  const rule = new Intl.PluralRules(locale).select(count);
  const text = found.get(`=${count}`) ?? found.get(rule) ?? found.get("other") ?? "";
  return text.replaceAll("#", new Intl.NumberFormat(locale).format(count));
}

export function format(message: string, values: Values, locale: string): string {
  return message
    .replace(PLURAL, (_, name: string, branches: string) =>
      branch(branches, Number(valueNamed(values, name)), locale),
    )
    .replace(PLAIN, (_, name: string) => String(valueNamed(values, name)));
}

/** "no such name" as a sentence: "No such name." */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[\p{L}\p{N})”"'%]$/u.test(begun) ? `${begun}.` : begun;
}
