/** The times that charts can show, up to now. One choice holds for all pages of a tab. */
export const RANGES = { "1h": 3600, "6h": 21_600, "24h": 86_400 } as const;
export type Range = keyof typeof RANGES;

const PLACE = "tocsin-range";

const isRange = (text: unknown): text is Range => typeof text === "string" && Object.hasOwn(RANGES, text);

function kept(): Range {
  try {
    const found = sessionStorage.getItem(PLACE);
    return isRange(found) ? found : "1h";
  } catch {
    return "1h";
  }
}

export function keepRange(range: Range): void {
  try {
    sessionStorage.setItem(PLACE, range);
  } catch {
    // Storage may be forbidden; the choice then holds for this page alone.
  }
}

/** What the address says; without a word there, what was chosen last. */
export function rangeOf(text: string | undefined): Range {
  return isRange(text) ? text : kept();
}
