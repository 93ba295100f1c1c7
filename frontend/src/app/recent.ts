/** The pages that were looked at last in this tab, newest first, for the palette. */
export interface Seen {
  href: string;
  title: string;
}

const PLACE = "tocsin-recent";
const KEPT = 6;

export function recent(): Seen[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(found) ? (found as Seen[]).filter((each) => each.href !== location.pathname) : [];
  } catch {
    return [];
  }
}

/** Only pages of one thing; the screens themselves stand in the palette anyway. */
export function remember(title: string): void {
  const href = location.pathname;
  if (!/^\/(hosts|checks|tenants)\/[^/]+$/.test(href)) return;
  try {
    const rest = recent().filter((each) => each.href !== href);
    sessionStorage.setItem(PLACE, JSON.stringify([{ href, title }, ...rest].slice(0, KEPT)));
  } catch {
    // Storage may be forbidden; then nothing is remembered.
  }
}
