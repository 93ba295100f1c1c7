import { lookUp } from "../i18n";

function reasonText(reason: string | null): string {
  return reason ? (lookUp(`reason.${reason}`) ?? reason.replaceAll("_", " ")) : "";
}

/** What a result says, as a sentence begins. */
export function messageText(of: { message: string; reason: string | null }): string {
  const text = of.message || reasonText(of.reason);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
