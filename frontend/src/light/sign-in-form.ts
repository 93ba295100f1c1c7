import { call } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import type { LoginAnswer, SignedIn } from "../api/types";
import { t } from "../i18n";
import { skewText } from "./clock";
import { h } from "./dom";
import { lightForm } from "./form";
import css from "./light.module.css";
import { codeField, field, notice, quietButton } from "./parts";

interface Options {
  onDone(answer: SignedIn): void;
  /** The address of the person whose session has ended; it cannot then be changed. */
  email?: string;
  tenant?: string;
}

/** Password, then the second factor where the account has one. Used by the page and by the dialog. */
export function signInForm(options: Options): HTMLElement {
  const place = h("div");
  const first = (late: boolean) => {
    const form = firstFactor(options, (token) => {
      const second = secondFactor(token, options.onDone, first);
      place.replaceChildren(second);
      second.querySelector("input")?.focus();
    });
    place.replaceChildren(...(late ? [notice(t("mfa.expired"))] : []), form);
  };
  first(false);
  return place;
}

function firstFactor(options: Options, onChallenge: (token: string) => void): HTMLElement {
  const email = field({
    label: t("signIn.email"),
    name: "email",
    type: "email",
    autocomplete: "username",
    value: options.email ?? "",
  });
  email.input.readOnly = options.email !== undefined;
  const password = field({
    label: t("signIn.password"),
    name: "password",
    type: "password",
    autocomplete: "current-password",
  });
  const tenant = field({
    label: t("signIn.tenant"),
    name: "tenant",
    help: t("signIn.tenantHelp"),
    autocomplete: "organization",
    value: options.tenant ?? "",
  });
  tenant.root.hidden = true;
  const reveal = () => {
    tenant.root.hidden = false;
    ask.remove();
    tenant.input.focus();
  };
  const ask = quietButton(t("signIn.showTenant"), reveal);
  const send = async () => {
    const slug = tenant.input.value.trim();
    const body = {
      email: email.input.value.trim(),
      password: password.input.value,
      ...(slug ? { tenant: slug } : {}),
    };
    const answer = await call<LoginAnswer>("POST", "/auth/login", { body, auth: false }).catch((error) => {
      if (asProblem(error).byField().has("tenant")) reveal();
      throw error;
    });
    if ("mfa_required" in answer) onChallenge(answer.mfa_token);
    else options.onDone(answer);
  };
  const validate = () => {
    const errors = new Map<string, string>();
    for (const each of [email, password])
      if (!each.input.value) errors.set(each.input.name, t("field.required"));
    return errors;
  };
  const explain = (problem: Problem) => (problem.status === 401 ? t("signIn.failed") : undefined);
  const fields = [email, password, tenant];
  return lightForm(
    { fields, submit: t("signIn.submit"), validate, send, explain },
    ...(options.tenant === undefined ? [ask] : []),
  ).root;
}

const VOID = new Set(["mfa_token_expired", "mfa_token_invalid", "mfa_challenge_void"]);

function secondFactor(
  token: string,
  onDone: (answer: SignedIn) => void,
  startOver: (late: boolean) => void,
): HTMLElement {
  const place = h("div");
  const verify = async (given: { code: string } | { backup_code: string }) => {
    try {
      onDone(
        await call<SignedIn>("POST", "/auth/mfa/verify", {
          body: { mfa_token: token, ...given },
          auth: false,
        }),
      );
    } catch (error) {
      if (VOID.has((error as Problem).code)) startOver(true);
      else throw error;
    }
  };
  const explain = (problem: Problem) =>
    problem.status === 401 ? [t("mfa.wrong"), skewText()].filter(Boolean).join(" ") : undefined;
  const show = (backup: boolean) => {
    const box = backup
      ? field({ label: t("mfa.backup"), name: "backup_code", help: t("mfa.backupHelp"), autocomplete: "off" })
      : codeField(() => form.submit());
    const form = lightForm(
      {
        fields: [box],
        submit: t("mfa.verify"),
        validate: () =>
          box.input.value.trim() ? new Map() : new Map([[box.input.name, t("field.required")]]),
        send: async () => {
          const value = box.input.value.trim();
          box.input.value = backup ? value : "";
          await verify(backup ? { backup_code: value } : { code: value });
        },
        explain,
      },
      h(
        "div",
        { class: css.row },
        quietButton(backup ? t("mfa.useCode") : t("mfa.useBackup"), () => show(!backup)),
        quietButton(t("mfa.startOver"), () => startOver(false)),
      ),
    );
    place.replaceChildren(h("h2", { class: css.second }, t("mfa.title")), form.root);
    box.input.focus();
  };
  show(false);
  return place;
}
