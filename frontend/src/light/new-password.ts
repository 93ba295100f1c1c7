import { t } from "../i18n";

export const MIN_PASSWORD = 12;

/** Errors of a password typed twice, by field; the server has the last word on its strength. */
export function passwordErrors(password: string, again: string): Map<string, string> {
  const errors = new Map<string, string>();
  if ([...password].length < MIN_PASSWORD) errors.set("password", t("password.short"));
  else if (password !== again) errors.set("again", t("password.differ"));
  return errors;
}

/** The token after # of a one-time link; it is taken out of the address bar and the history. */
export function takeToken(): string {
  const token = decodeURIComponent(location.hash.slice(1));
  if (token) history.replaceState(history.state, "", location.pathname + location.search);
  return token;
}
