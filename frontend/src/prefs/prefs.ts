import { LANGUAGES, type Language } from "../i18n";

/**
 * What a person has chosen for the looks and the keys. The server keeps it with the account; this browser
 * keeps a copy, so that the first paint and the pages before sign-in are right too.
 */
export interface Preferences {
  theme: "auto" | "light" | "dark" | "contrast";
  palette: "standard" | "colour_blind";
  density: "comfortable" | "compact";
  language: "auto" | Language;
  /** An IANA name; null is the zone of the system. */
  time_zone: string | null;
  motion: "auto" | "reduced";
  single_keys: boolean;
  /** Keys that differ from the usual ones, by action. */
  keys: Record<string, string>;
  default_views: Record<string, number>;
  columns: Record<string, string[]>;
  /** Hints that were closed for good. */
  dismissed: string[];
}

export const USUAL: Preferences = {
  theme: "auto",
  palette: "standard",
  density: "comfortable",
  language: "auto",
  time_zone: null,
  motion: "auto",
  single_keys: true,
  keys: {},
  default_views: {},
  columns: {},
  dismissed: [],
};

type Chosen = "theme" | "palette" | "density" | "language" | "motion";

export const CHOICES: { readonly [Name in Chosen]: readonly Preferences[Name][] } = {
  theme: ["auto", "light", "dark", "contrast"],
  palette: ["standard", "colour_blind"],
  density: ["comfortable", "compact"],
  language: ["auto", ...LANGUAGES],
  motion: ["auto", "reduced"],
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";

const fits: { [Name in keyof Preferences]: (value: unknown) => boolean } = {
  theme: (value) => (CHOICES.theme as readonly unknown[]).includes(value),
  palette: (value) => (CHOICES.palette as readonly unknown[]).includes(value),
  density: (value) => (CHOICES.density as readonly unknown[]).includes(value),
  language: (value) => (CHOICES.language as readonly unknown[]).includes(value),
  time_zone: (value) => value === null || isText(value),
  motion: (value) => (CHOICES.motion as readonly unknown[]).includes(value),
  single_keys: (value) => typeof value === "boolean",
  keys: (value) => isRecord(value) && Object.values(value).every(isText),
  default_views: (value) => isRecord(value) && Object.values(value).every(Number.isSafeInteger),
  columns: (value) =>
    isRecord(value) && Object.values(value).every((each) => Array.isArray(each) && each.every(isText)),
  dismissed: (value) => Array.isArray(value) && value.every(isText),
};

/** The members that are what they should be; the rest stays as usual. */
export function readPreferences(raw: unknown): Preferences {
  const found: Record<string, unknown> = { ...USUAL };
  if (isRecord(raw))
    for (const [name, isGood] of Object.entries(fits))
      if (Object.hasOwn(raw, name) && isGood(raw[name])) found[name] = raw[name];
  return found as unknown as Preferences;
}

/** `public/theme.js` reads the same place before the first paint. */
const PLACE = "tocsin-preferences";

function cached(): Preferences {
  try {
    return readPreferences(JSON.parse(localStorage.getItem(PLACE) ?? "null"));
  } catch {
    return USUAL;
  }
}

let current = typeof localStorage === "undefined" ? USUAL : cached();
const listeners = new Set<() => void>();

export function preferences(): Preferences {
  return current;
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function replace(next: Preferences): void {
  const text = JSON.stringify(next);
  if (text === JSON.stringify(current)) return;
  current = next;
  try {
    localStorage.setItem(PLACE, text);
  } catch {
    // Storage may be forbidden; the choice then holds until the page is left.
  }
  for (const listener of listeners) listener();
}

let wished: Partial<Preferences> | null = null;

/** Chosen before sign-in: it holds at once, and the account takes it over where it has said nothing else. */
export function wish(changes: Partial<Preferences>): void {
  wished = { ...wished, ...changes };
  prefer(changes);
}

/** What was chosen before sign-in and the account leaves open; asked for once. */
export function takeWishes(account: Preferences): Partial<Preferences> | null {
  const open = Object.entries(wished ?? {}).filter(
    ([name]) => account[name as keyof Preferences] === USUAL[name as keyof Preferences],
  );
  wished = null;
  return open.length > 0 ? Object.fromEntries(open) : null;
}

/** Here and now; the account is not told. */
export function prefer(changes: Partial<Preferences>): void {
  replace({ ...current, ...changes });
}

/** What the account says, over what this browser remembers. */
export function adopt(raw: unknown): void {
  replace(readPreferences(raw));
}

if (typeof window !== "undefined")
  window.addEventListener("storage", (event) => {
    if (event.key === PLACE) replace(cached());
  });
