import { type FormEvent, useState } from "react";
import { call } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import type { SignedIn } from "../api/types";
import { t } from "../i18n";
import css from "./light.module.css";
import { passwordErrors, takeToken } from "./new-password";
import { LightPage, Notice, PasswordField, ProblemNotice, Submit } from "./parts";

export default function InvitePage({ onDone }: { onDone(answer: SignedIn): void }) {
  const [token] = useState(takeToken);
  return (
    <LightPage title={t("invite.title")} intro={t("invite.intro")}>
      {token ? <InviteForm token={token} onDone={onDone} /> : <Notice bad>{t("invite.noToken")}</Notice>}
    </LightPage>
  );
}

function InviteForm({ token, onDone }: { token: string; onDone(answer: SignedIn): void }) {
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [errors, setErrors] = useState<Map<string, string>>(new Map());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = passwordErrors(password, again);
    setErrors(found);
    if (found.size > 0 || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      onDone(await call<SignedIn>("POST", "/auth/invite", { body: { token, password }, auth: false }));
    } catch (error) {
      const refused = asProblem(error);
      setErrors(refused.byField());
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };
  const dead = problem !== null && (problem.status === 401 || problem.status === 404);

  return (
    <form className={css.form} onSubmit={submit} noValidate>
      {problem ? <ProblemNotice problem={problem} text={dead ? t("invite.badToken") : undefined} /> : null}
      <PasswordField
        label={t("password.new")}
        name="password"
        help={t("password.help")}
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        error={errors.get("password")}
      />
      <PasswordField
        label={t("password.again")}
        name="again"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
        error={errors.get("again")}
      />
      <Submit busy={busy}>{t("invite.submit")}</Submit>
    </form>
  );
}
