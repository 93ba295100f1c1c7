import { type FormEvent, useEffect, useState } from "react";
import { call } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import type { SignedIn } from "../api/types";
import { t } from "../i18n";
import css from "./light.module.css";
import { passwordErrors, takeToken } from "./new-password";
import { Field, LightPage, Notice, PasswordField, ProblemNotice, Submit } from "./parts";

const EMPTY = { tenant_name: "", name: "", email: "", password: "", again: "" };
type Values = typeof EMPTY;

function check(values: Values): Map<string, string> {
  const errors = passwordErrors(values.password, values.again);
  for (const name of ["tenant_name", "name", "email"] as const)
    if (!values[name].trim()) errors.set(name, t("field.required"));
  if (!errors.has("email") && !values.email.includes("@")) errors.set("email", t("field.email"));
  return errors;
}

export default function SetupPage({ onDone }: { onDone(answer: SignedIn): void }) {
  const [token] = useState(takeToken);
  const [closed, setClosed] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    call<{ needed: boolean }>("GET", "/setup", { auth: false, signal: abort.signal })
      .then((answer) => setClosed(!answer.needed))
      .catch(() => setClosed(false));
    return () => abort.abort();
  }, []);
  return (
    <LightPage title={t("setup.title")} intro={t("setup.intro")}>
      {closed ? (
        <div className={css.form}>
          <Notice>{t("setup.done")}</Notice>
          <a href="/login">{t("setup.toSignIn")}</a>
        </div>
      ) : token ? (
        <SetupForm token={token} onDone={onDone} onClosed={() => setClosed(true)} />
      ) : (
        <Notice bad>{t("setup.noToken")}</Notice>
      )}
    </LightPage>
  );
}

interface FormProps {
  token: string;
  onDone(answer: SignedIn): void;
  onClosed(): void;
}

function SetupForm({ token, onDone, onClosed }: FormProps) {
  const [values, setValues] = useState(EMPTY);
  const [errors, setErrors] = useState<Map<string, string>>(new Map());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const bind = (name: keyof Values) => ({
    name,
    value: values[name],
    error: errors.get(name),
    onChange: (value: string) => setValues((old) => ({ ...old, [name]: value })),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = check(values);
    setErrors(found);
    if (found.size > 0 || busy) return;
    setBusy(true);
    setProblem(null);
    const { again: _, ...body } = values;
    try {
      onDone(await call<SignedIn>("POST", "/setup", { body: { token, ...body }, auth: false }));
    } catch (error) {
      const refused = asProblem(error);
      if (refused.status === 404) return onClosed();
      setErrors(refused.byField());
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className={css.form} onSubmit={submit} noValidate>
      {problem ? (
        <ProblemNotice problem={problem} text={problem.status === 401 ? t("setup.badToken") : undefined} />
      ) : null}
      <Field label={t("setup.tenantName")} autoComplete="organization" autoFocus {...bind("tenant_name")} />
      <Field label={t("setup.name")} autoComplete="name" {...bind("name")} />
      <Field label={t("signIn.email")} type="email" autoComplete="username" {...bind("email")} />
      <PasswordField
        label={t("password.new")}
        help={t("password.help")}
        autoComplete="new-password"
        {...bind("password")}
      />
      <PasswordField label={t("password.again")} autoComplete="new-password" {...bind("again")} />
      <Submit busy={busy}>{t("setup.submit")}</Submit>
    </form>
  );
}
