import type { app } from "./en/app";
import type { fields } from "./en/fields";
import { light } from "./en/light";
import type { pages } from "./en/pages";
import { format, type Values } from "./format";

/**
 * The one catalogue. The light pages carry only their own part of it; the main application adds
 * the rest when it starts.
 */
type Messages = typeof light & typeof app & typeof pages & typeof fields;
export type MessageKey = keyof Messages;

/** The reader's own English where there is one: days, months and hours differ between its lands. */
export const locale =
  (typeof navigator === "undefined" ? [] : (navigator.languages ?? [])).find((each) => /^en\b/.test(each)) ??
  "en";

const table = new Map<string, string>(Object.entries(light));

export function addMessages(messages: Record<string, string>): void {
  for (const [key, text] of Object.entries(messages)) table.set(key, text);
}

export function t(key: MessageKey, values: Values = {}): string {
  return format(table.get(key) ?? key, values, locale);
}

/** For keys put together from data, such as `status.${status}`; null when the catalogue has none. */
export function lookUp(key: string): string | null {
  return table.get(key) ?? null;
}
