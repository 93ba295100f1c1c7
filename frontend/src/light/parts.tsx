import { type ReactNode, useId, useState } from "react";
import type { Problem } from "../api/problem";
import { t } from "../i18n";
import { Bell } from "../ui/bell";
import css from "./light.module.css";

export function LightPage({
  title,
  intro,
  children,
}: {
  title: string;
  intro?: string;
  children: ReactNode;
}) {
  return (
    <div className={css.page}>
      <main className={css.card}>
        <div className={css.brand}>
          <Bell /> {t("app.name")}
        </div>
        <div className={css.head}>
          <h1>{title}</h1>
          {intro ? <p>{intro}</p> : null}
        </div>
        {children}
      </main>
      <footer className={css.foot}>{t("app.tagline")}</footer>
    </div>
  );
}

export interface FieldProps {
  label: string;
  name: string;
  value: string;
  onChange(value: string): void;
  help?: string;
  error?: string | undefined;
  type?: "text" | "email";
  autoComplete?: string;
  autoFocus?: boolean;
}

function describedBy(id: string, help: string | undefined, error: string | undefined): string | undefined {
  if (error) return `${id}-error`;
  return help ? `${id}-help` : undefined;
}

function Below({ id, help, error }: { id: string; help?: string | undefined; error?: string | undefined }) {
  if (error)
    return (
      <span id={`${id}-error`} className={css.error}>
        {error}
      </span>
    );
  return help ? (
    <span id={`${id}-help`} className={css.help}>
      {help}
    </span>
  ) : null;
}

export function Field({ label, help, error, onChange, type = "text", autoFocus, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <input
        {...rest}
        id={id}
        type={type}
        className={css.input}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, help, error)}
        ref={(node) => {
          if (autoFocus && node && document.activeElement === document.body) node.focus();
        }}
        onChange={(event) => onChange(event.target.value)}
      />
      <Below id={id} help={help} error={error} />
    </div>
  );
}

export function PasswordField({
  label,
  help,
  error,
  onChange,
  ...rest
}: Omit<FieldProps, "type" | "autoFocus">) {
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <div className={css.box}>
        <input
          {...rest}
          id={id}
          type={shown ? "text" : "password"}
          className={`${css.input} ${css.withReveal}`}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, help, error)}
          onChange={(event) => onChange(event.target.value)}
        />
        <button
          type="button"
          className={css.reveal}
          aria-label={shown ? t("password.hide") : t("password.show")}
          onClick={() => setShown(!shown)}
        >
          <EyeMark open={shown} />
        </button>
      </div>
      <Below id={id} help={help} error={error} />
    </div>
  );
}

function EyeMark({ open }: { open: boolean }) {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      aria-hidden="true"
    >
      <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
      <circle cx="12" cy="12" r="3" />
      {open ? null : <path d="M4 20 20 4" />}
    </svg>
  );
}

/** One box for the six digits: pasting and the phone's own suggestion both work. */
export function CodeField({ label, help, error, value, onChange }: Omit<FieldProps, "name">) {
  const id = useId();
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        name="code"
        className={`${css.input} ${css.code}`}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, help, error)}
        ref={(node) => {
          if (node && document.activeElement === document.body) node.focus();
        }}
        onChange={(event) => onChange(event.target.value.replace(/\D/g, "").slice(0, 6))}
      />
      <Below id={id} help={help} error={error} />
    </div>
  );
}

export function Submit({ busy, children }: { busy: boolean; children: ReactNode }) {
  return (
    <button type="submit" className={css.submit} disabled={busy} aria-busy={busy}>
      {children}
    </button>
  );
}

export function Quiet({ onClick, children }: { onClick(): void; children: ReactNode }) {
  return (
    <button type="button" className={css.quiet} onClick={onClick}>
      {children}
    </button>
  );
}

export function Notice({ bad = false, children }: { bad?: boolean; children: ReactNode }) {
  return (
    <div className={bad ? `${css.notice} ${css.problem}` : css.notice} role={bad ? "alert" : "status"}>
      {children}
    </div>
  );
}

export function ProblemNotice({ problem, text }: { problem: Problem; text?: string | undefined }) {
  return (
    <Notice bad>
      <div>{text ?? problem.detail ?? problem.message}</div>
      {problem.requestId && problem.status >= 500 ? (
        <div className={css.help}>{t("common.requestId", { id: problem.requestId })}</div>
      ) : null}
    </Notice>
  );
}
