import { call } from "../api/client";
import { asProblem } from "../api/problem";
import type { SignedIn } from "../api/types";
import { t } from "../i18n";
import { h } from "./dom";
import { lightForm } from "./form";
import css from "./light.module.css";
import { setupNeeded } from "./login-page";
import { passwordFields, takeToken } from "./new-password";
import { field, lightPage, notice } from "./parts";
import { passwordErrors } from "./password-rule";

export function setupPage(onDone: (answer: SignedIn) => void): HTMLElement {
  const token = takeToken();
  const place = h("div");
  const close = () =>
    place.replaceChildren(
      h("div", { class: css.form }, notice(t("setup.done")), h("a", { href: "/login" }, t("setup.toSignIn"))),
    );
  place.replaceChildren(token ? setupForm(token, onDone, close) : notice(t("setup.noToken"), true));
  void setupNeeded().then((needed) => {
    if (!needed) close();
  });
  return lightPage(t("setup.title"), t("setup.intro"), place);
}

function setupForm(token: string, onDone: (answer: SignedIn) => void, close: () => void): HTMLElement {
  const named = [
    field({ label: t("setup.tenantName"), name: "tenant_name", autocomplete: "organization" }),
    field({ label: t("setup.name"), name: "name", autocomplete: "name" }),
    field({ label: t("signIn.email"), name: "email", type: "email", autocomplete: "username" }),
  ];
  const { password, again } = passwordFields();
  const validate = () => {
    const errors = passwordErrors(password.input.value, again.input.value);
    for (const { input } of named) if (!input.value.trim()) errors.set(input.name, t("field.required"));
    const email = named[2]?.input.value ?? "";
    if (!errors.has("email") && !email.includes("@")) errors.set("email", t("field.email"));
    return errors;
  };
  const send = async () => {
    const given = Object.fromEntries(named.map(({ input }) => [input.name, input.value.trim()]));
    const body = { token, ...given, password: password.input.value };
    try {
      onDone(await call<SignedIn>("POST", "/setup", { body, auth: false }));
    } catch (error) {
      if (asProblem(error).status === 404) close();
      else throw error;
    }
  };
  return lightForm({
    fields: [...named, password, again],
    submit: t("setup.submit"),
    validate,
    send,
    explain: (problem) => (problem.status === 401 ? t("setup.badToken") : undefined),
  }).root;
}
