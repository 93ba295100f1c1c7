import { type FormEvent, useEffect, useState } from "react";
import { call } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import type { LoginAnswer, SignedIn } from "../api/types";
import { t } from "../i18n";
import css from "./light.module.css";
import { CodeField, Field, Notice, PasswordField, ProblemNotice, Quiet, Submit } from "./parts";

interface Props {
  onDone(answer: SignedIn): void;
  /** The address of the person whose session has ended; it cannot then be changed. */
  email?: string;
  tenant?: string;
}

/** Password, then the second factor where the account has one. Used by the page and the dialog. */
export function SignInForm({ onDone, email, tenant }: Props) {
  const [challenge, setChallenge] = useState<string | null>(null);
  const [expired, setExpired] = useState(false);
  if (challenge !== null)
    return (
      <SecondFactor
        token={challenge}
        onDone={onDone}
        onStartOver={(late) => {
          setExpired(late);
          setChallenge(null);
        }}
      />
    );
  return (
    <FirstFactor
      onDone={onDone}
      onChallenge={setChallenge}
      fixedEmail={email}
      fixedTenant={tenant}
      notice={expired ? t("mfa.expired") : null}
    />
  );
}

/** Seconds left of a refusal that told us to wait. */
function useCountdown(problem: Problem | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (problem?.status !== 429) return setLeft(0);
    const until = Date.now() + (problem.retryAfter ?? 30) * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [problem]);
  return left;
}

function Refusal({ problem, text, left }: { problem: Problem | null; text: string; left: number }) {
  if (!problem) return null;
  if (left > 0) return <Notice bad>{t("signIn.wait", { seconds: left })}</Notice>;
  if (problem.status === 429) return null;
  return <ProblemNotice problem={problem} text={problem.status === 401 ? text : undefined} />;
}

interface FirstProps {
  onDone(answer: SignedIn): void;
  onChallenge(token: string): void;
  fixedEmail: string | undefined;
  fixedTenant: string | undefined;
  notice: string | null;
}

function FirstFactor({ onDone, onChallenge, fixedEmail, fixedTenant, notice }: FirstProps) {
  const [email, setEmail] = useState(fixedEmail ?? "");
  const [password, setPassword] = useState("");
  const [tenant, setTenant] = useState(fixedTenant ?? "");
  const [askTenant, setAskTenant] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const left = useCountdown(problem);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || left > 0) return;
    setBusy(true);
    setProblem(null);
    try {
      const body = { email: email.trim(), password, ...(tenant.trim() ? { tenant: tenant.trim() } : {}) };
      const answer = await call<LoginAnswer>("POST", "/auth/login", { body, auth: false });
      if ("mfa_required" in answer) onChallenge(answer.mfa_token);
      else onDone(answer);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className={css.form} onSubmit={submit}>
      {notice ? <Notice>{notice}</Notice> : null}
      <Refusal problem={problem} text={t("signIn.failed")} left={left} />
      {fixedEmail ? (
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      ) : (
        <Field
          label={t("signIn.email")}
          name="email"
          type="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          autoFocus
        />
      )}
      <PasswordField
        label={t("signIn.password")}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      {askTenant ? (
        <Field
          label={t("signIn.tenant")}
          name="tenant"
          autoComplete="organization"
          help={t("signIn.tenantHelp")}
          value={tenant}
          onChange={setTenant}
        />
      ) : null}
      <Submit busy={busy}>{busy ? t("signIn.working") : t("signIn.submit")}</Submit>
      {askTenant || fixedTenant ? null : (
        <Quiet onClick={() => setAskTenant(true)}>{t("signIn.showTenant")}</Quiet>
      )}
    </form>
  );
}

interface SecondProps {
  token: string;
  onDone(answer: SignedIn): void;
  onStartOver(late: boolean): void;
}

function SecondFactor({ token, onDone, onStartOver }: SecondProps) {
  const [backup, setBackup] = useState(false);
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const left = useCountdown(problem);

  const verify = async (value: string) => {
    if (busy || left > 0 || value === "") return;
    setBusy(true);
    setProblem(null);
    try {
      const body = { mfa_token: token, ...(backup ? { backup_code: value.trim() } : { code: value }) };
      onDone(await call<SignedIn>("POST", "/auth/mfa/verify", { body, auth: false }));
    } catch (error) {
      const found = asProblem(error);
      if (found.code === "mfa_token_expired" || found.code === "mfa_challenge_void") return onStartOver(true);
      setProblem(found);
      setCode("");
    } finally {
      setBusy(false);
    }
  };
  const type = (value: string) => {
    setCode(value);
    if (!backup && value.length === 6) void verify(value);
  };

  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void verify(code);
      }}
    >
      <h2>{t("mfa.title")}</h2>
      <Refusal problem={problem} text={t("mfa.wrong")} left={left} />
      {backup ? (
        <Field
          label={t("mfa.backup")}
          name="backup_code"
          autoComplete="off"
          help={t("mfa.backupHelp")}
          value={code}
          onChange={setCode}
          autoFocus
        />
      ) : (
        <CodeField label={t("mfa.code")} help={t("mfa.codeHelp")} value={code} onChange={type} />
      )}
      <Submit busy={busy}>{t("mfa.verify")}</Submit>
      <div className={css.row}>
        <Quiet
          onClick={() => {
            setBackup(!backup);
            setCode("");
            setProblem(null);
          }}
        >
          {backup ? t("mfa.useCode") : t("mfa.useBackup")}
        </Quiet>
        <Quiet onClick={() => onStartOver(false)}>{t("mfa.startOver")}</Quiet>
      </div>
    </form>
  );
}
