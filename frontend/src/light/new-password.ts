import { t } from "../i18n";
import { type Field, field } from "./parts";

export function passwordFields(): { password: Field; again: Field } {
  const shared = { type: "password", autocomplete: "new-password" } as const;
  return {
    password: field({ label: t("password.new"), name: "password", help: t("password.help"), ...shared }),
    again: field({ label: t("password.again"), name: "again", ...shared }),
  };
}

let taken = "";

/** The token after # of a one-time link; it is taken out of the address bar and the history. */
export function takeToken(): string {
  const token = decodeURIComponent(location.hash.slice(1));
  if (token) history.replaceState(history.state, "", location.pathname + location.search);
  taken = token || taken;
  return taken;
}
