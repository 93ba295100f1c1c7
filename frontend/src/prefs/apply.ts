import { type Language, systemLanguage } from "../i18n";
import { setZone } from "../i18n/intl";
import { onPreferences, type Preferences, preferences } from "./prefs";

const DARK = "(prefers-color-scheme: dark)";
const CONTRAST = "(prefers-contrast: more)";

export type Scheme = "light" | "dark";

export function schemeOf({ theme }: Preferences): Scheme {
  if (theme === "light" || theme === "dark") return theme;
  return matchMedia(DARK).matches ? "dark" : "light";
}

export function languageOf({ language }: Preferences): Language {
  return language === "auto" ? systemLanguage() : language;
}

/** The system may change between day and night, and the person may choose. */
export function onScheme(listener: () => void): () => void {
  const stop = onPreferences(listener);
  const media = matchMedia(DARK);
  media.addEventListener("change", listener);
  return () => {
    stop();
    media.removeEventListener("change", listener);
  };
}

/** Writes the looks onto the page. `public/theme.js` does the same before the first paint. */
function paint(): void {
  const chosen = preferences();
  const root = document.documentElement;
  const more = chosen.theme === "contrast" || (chosen.theme === "auto" && matchMedia(CONTRAST).matches);
  root.setAttribute("data-mantine-color-scheme", schemeOf(chosen));
  root.toggleAttribute("data-contrast", more);
  root.dataset.palette = chosen.palette;
  root.dataset.density = chosen.density;
  root.dataset.motion = chosen.motion;
  setZone(chosen.time_zone);
}

/** Keeps the page as the person and the system say, from now on. */
export function keepPainted(): void {
  paint();
  onPreferences(paint);
  for (const query of [DARK, CONTRAST]) matchMedia(query).addEventListener("change", paint);
}
