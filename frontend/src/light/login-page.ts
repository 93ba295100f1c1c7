import { call } from "../api/client";
import type { SignedIn } from "../api/types";
import { t } from "../i18n";
import { h } from "./dom";
import css from "./light.module.css";
import { lightPage, notice } from "./parts";
import { signInForm } from "./sign-in-form";

/** Whether this server still waits for its first administrator; a failed question counts as no. */
export async function setupNeeded(): Promise<boolean> {
  try {
    return (await call<{ needed: boolean }>("GET", "/setup", { auth: false })).needed;
  } catch {
    return false;
  }
}

export function loginPage(onDone: (answer: SignedIn) => void): HTMLElement {
  const said = h("div", { class: css.said });
  if (new URLSearchParams(location.search).has("out")) said.replaceChildren(notice(t("signIn.signedOut")));
  void setupNeeded().then((needed) => {
    if (needed) said.replaceChildren(notice(t("signIn.notSetUp")));
  });
  return lightPage(t("signIn.title"), null, said, signInForm({ onDone }));
}
