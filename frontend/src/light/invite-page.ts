import { call } from "../api/client";
import type { SignedIn } from "../api/types";
import { t } from "../i18n";
import { lightForm } from "./form";
import { passwordFields, takeToken } from "./new-password";
import { lightPage, notice } from "./parts";
import { passwordErrors } from "./password-rule";

export function invitePage(onDone: (answer: SignedIn) => void): HTMLElement {
  const token = takeToken();
  const content = token ? inviteForm(token, onDone) : notice(t("invite.noToken"), true);
  return lightPage(t("invite.title"), t("invite.intro"), content);
}

function inviteForm(token: string, onDone: (answer: SignedIn) => void): HTMLElement {
  const { password, again } = passwordFields();
  return lightForm({
    fields: [password, again],
    submit: t("invite.submit"),
    validate: () => passwordErrors(password.input.value, again.input.value),
    send: async () => {
      const body = { token, password: password.input.value };
      onDone(await call<SignedIn>("POST", "/auth/invite", { body, auth: false }));
    },
    explain: (problem) =>
      problem.status === 401 || problem.status === 404 ? t("invite.badToken") : undefined,
  }).root;
}
