import { t } from "../i18n";

export const MIN_PASSWORD = 12;

/** Errors of a password typed twice, by field; the server has the last word on its strength. */
export function passwordErrors(password: string, again: string): Map<string, string> {
  const errors = new Map<string, string>();
  if ([...password].length < MIN_PASSWORD) errors.set("password", t("password.short"));
  else if (password !== again) errors.set("again", t("password.differ"));
  return errors;
}
