import { locale } from "./index";

/** Numbers and times as the reader writes them: by the chosen language, in the chosen time zone. */

let zone: string | undefined;
const made = new Map<string, Intl.DateTimeFormat>();

/** Null is the zone of the reader's system; one that this browser does not know counts as none. */
export function setZone(name: string | null): void {
  zone = undefined;
  if (name === null) return;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    zone = name;
  } catch {
    zone = undefined;
  }
}

/** The name of the zone that times are shown in. */
export function zoneName(): string {
  return zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A formatter costs far more to make than to use, and tables use one for every row. */
function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, zone, options]);
  let found = made.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, {
      hourCycle: "h23",
      ...(zone ? { timeZone: zone } : {}),
      ...options,
    });
    made.set(key, found);
  }
  return found;
}

type When = string | number;

/** "21 Nov 2026, 14:02:07" */
export const dateTime = (at: When) =>
  formatter({ dateStyle: "medium", timeStyle: "medium" }).format(new Date(at));
/** "14:02", with seconds where they count. */
export const clock = (at: When, seconds = false) =>
  formatter({ hour: "2-digit", minute: "2-digit", ...(seconds ? { second: "2-digit" } : {}) }).format(
    new Date(at),
  );
/** "21 Nov" */
export const dayMonth = (at: When) => formatter({ month: "short", day: "numeric" }).format(new Date(at));

const numbers = new Map<string, Intl.NumberFormat>();

export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  const key = JSON.stringify([locale, options]);
  let found = numbers.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale, options);
    numbers.set(key, found);
  }
  return found.format(value);
}

/** 0 to 100. */
export const percent = (value: number, digits = 0) =>
  number(value / 100, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits });

const STEPS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"] as const;

/** "12.4 MB" */
export function bytes(value: number): string {
  const step = value < 1 ? 0 : Math.min(STEPS.length - 1, Math.floor(Math.log10(value) / 3));
  return number(value / 1000 ** step, {
    style: "unit",
    unit: STEPS[step] ?? "byte",
    unitDisplay: "short",
    maximumSignificantDigits: 3,
  });
}

/** What a clock in the chosen zone is ahead of UTC at that moment, in milliseconds. */
function ahead(at: number): number {
  const parts = new Map(
    new Intl.DateTimeFormat("en", {
      timeZone: zone ?? zoneName(),
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    })
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const shown = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return shown - Math.floor(at / 1000) * 1000;
}

/** A moment as an input for local date and time holds it, in the chosen zone. */
export function toInput(iso: string | undefined): string {
  const at = Date.parse(iso ?? "");
  return Number.isNaN(at) ? "" : new Date(at + ahead(at)).toISOString().slice(0, 16);
}

export function fromInput(text: string): string | undefined {
  const asUtc = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const guess = asUtc - ahead(asUtc);
  return new Date(asUtc - ahead(guess)).toISOString();
}
