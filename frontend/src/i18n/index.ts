import type { admin } from "./en/admin";
import type { app } from "./en/app";
import type { fields } from "./en/fields";
import { light } from "./en/light";
import type { pages } from "./en/pages";
import type { profile } from "./en/profile";
import { format, type Values } from "./format";

/**
 * The one catalogue. The light pages carry only their own part of it; the main application adds most of
 * the rest when it starts, and some pages bring theirs along (parts/). Another language is a pack over the English one, fetched only where somebody reads it.
 */
type Messages = typeof light & typeof app & typeof pages & typeof fields & typeof profile & typeof admin;
export type MessageKey = keyof Messages;
export type Language = "en" | "es" | "en-XA";
export const LANGUAGES: readonly Language[] = ["en", "es", "en-XA"];

const english = new Map<string, string>(Object.entries(light));
let pack = new Map<string, string>();
let rewrite: ((message: string) => string) | null = null;

/** What the reader's own system is set to, as far as it fits `language`: "es-MX" for Spanish. */
function localeOf(language: Language): string {
  const base = language.slice(0, 2);
  const wanted = typeof navigator === "undefined" ? [] : (navigator.languages ?? []);
  return wanted.find((each) => each.slice(0, 2).toLowerCase() === base) ?? base;
}

export let language: Language = "en";
/** For Intl: days, months and digits differ between the lands of one language. */
export let locale = localeOf("en");

/** The first language of the system that there is a catalogue of. */
export function systemLanguage(): Language {
  for (const each of navigator.languages ?? []) {
    const base = each.slice(0, 2).toLowerCase();
    if (base === "en" || base === "es") return base;
  }
  return "en";
}

export function addMessages(messages: Record<string, string>): void {
  for (const [key, text] of Object.entries(messages)) english.set(key, text);
}

/** Fetches what `next` needs: the part of the light pages, or all of it. */
export async function speak(next: Language, part: "light" | "all"): Promise<void> {
  let found: Record<string, string> = {};
  if (next === "es")
    found = part === "light" ? (await import("./es/light")).light : (await import("./es/all")).all;
  rewrite = next === "en-XA" ? (await import("./pseudo")).pseudo : null;
  pack = new Map(Object.entries(found));
  language = next;
  locale = localeOf(next);
}

function find(key: string): string | undefined {
  const own = pack.get(key);
  if (own !== undefined) return own;
  const text = english.get(key);
  return text !== undefined && rewrite ? rewrite(text) : text;
}

export function t(key: MessageKey, values: Values = {}): string {
  return format(find(key) ?? key, values, locale);
}

/** For keys put together from data, such as `status.${status}`; null when the catalogue has none. */
export function lookUp(key: string): string | null {
  return find(key) ?? null;
}
