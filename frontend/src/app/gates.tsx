import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { post, setGates } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import { renewed, session, signedIn } from "../api/session";
import type { FreshToken } from "../api/types";
import { t } from "../i18n";
import { signInForm } from "../light/sign-in-form";
import { Dialog } from "../ui/dialogs";
import { ProblemNotice } from "../ui/states";
import css from "../ui/ui.module.css";
import { useSession } from "./use-session";

/**
 * The dialogs that stand between a refused call and its second attempt. Calls that are refused
 * while a dialog is open wait for the same answer.
 */
type Gate = "signIn" | "stepUp" | "enrol";

interface Waiting {
  gate: Gate;
  promise: Promise<boolean>;
  settle(again: boolean): void;
}

function useWaiting(): [Gate | null, (gate: Gate) => Promise<boolean>, (again: boolean) => void] {
  const [gate, setGate] = useState<Gate | null>(null);
  const waiting = useRef<Waiting | null>(null);
  const ask = (next: Gate): Promise<boolean> => {
    const now = waiting.current;
    if (now) return now.gate === next ? now.promise : now.promise.then(() => ask(next));
    let settle: (again: boolean) => void = () => {};
    const promise = new Promise<boolean>((resolve) => {
      settle = resolve;
    });
    waiting.current = { gate: next, promise, settle };
    setGate(next);
    return promise;
  };
  const settle = (again: boolean) => {
    waiting.current?.settle(again);
    waiting.current = null;
    setGate(null);
  };
  return [gate, ask, settle];
}

export function GateDialogs({ onEnrol }: { onEnrol(): void }) {
  const [gate, ask, settle] = useWaiting();
  const asker = useRef(ask);
  asker.current = ask;
  useEffect(() => {
    setGates({
      signIn: () => asker.current("signIn"),
      stepUp: () => asker.current("stepUp"),
      enrol: () => asker.current("enrol"),
    });
    return () => setGates(null);
  }, []);
  const person = useSession();
  useEffect(() => {
    if (!person) leave();
  }, [person]);
  return (
    <>
      <Dialog title={t("stepUp.title")} opened={gate === "stepUp"} onClose={() => settle(false)} size="sm">
        <StepUpForm onDone={() => settle(true)} />
      </Dialog>
      <Dialog title={t("enrolGate.title")} opened={gate === "enrol"} onClose={() => settle(false)}>
        <div className={css.stack}>
          <p>{t("enrolGate.text")}</p>
          <div className={css.buttons}>
            <Button
              onClick={() => {
                settle(false);
                onEnrol();
              }}
            >
              {t("enrolGate.go")}
            </Button>
            <Button variant="default" onClick={() => settle(false)}>
              {t("common.cancel")}
            </Button>
          </div>
        </div>
      </Dialog>
      <Dialog title={t("again.title")} opened={gate === "signIn"} onClose={leave} dismissable={false}>
        <div className={css.stack}>
          <p>{t("again.text", { email: person?.user.email ?? "" })}</p>
          <SignInAgain
            email={person?.user.email ?? ""}
            tenant={person?.tenant.tenant_id ?? ""}
            onSame={() => settle(true)}
          />
        </div>
      </Dialog>
    </>
  );
}

interface AgainProps {
  email: string;
  tenant: string;
  onSame(): void;
}

/** The form of the sign-in page, inside the dialog. */
function SignInAgain({ email, tenant, onSame }: AgainProps) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(onSame);
  latest.current = onSame;
  useEffect(() => {
    const form = signInForm({
      email,
      tenant,
      onDone: (answer) => {
        const same = answer.user.id === session()?.user.id;
        signedIn(answer);
        if (same) latest.current();
        else location.assign("/");
      },
    });
    place.current?.replaceChildren(form);
    form.querySelector<HTMLInputElement>("input[type=password]")?.focus();
  }, [email, tenant]);
  return <div ref={place} />;
}

function leave(): void {
  location.assign("/login");
}

function StepUpForm({ onDone }: { onDone(): void }) {
  const [backup, setBackup] = useState(false);
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const verify = async (value: string) => {
    if (busy || !value.trim()) return;
    setBusy(true);
    setProblem(null);
    try {
      renewed(
        await post<FreshToken>("/auth/mfa/step-up", backup ? { backup_code: value.trim() } : { code: value }),
      );
      onDone();
    } catch (error) {
      setProblem(asProblem(error));
      setCode("");
    } finally {
      setBusy(false);
    }
  };
  const type = (value: string) => {
    const next = backup ? value : value.replace(/\D/g, "").slice(0, 6);
    setCode(next);
    if (!backup && next.length === 6) void verify(next);
  };
  return (
    <form
      className={css.stack}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void verify(code);
      }}
    >
      <p>{t("stepUp.text")}</p>
      <ProblemNotice problem={problem} />
      <TextInput
        label={backup ? t("mfa.backup") : t("mfa.code")}
        value={code}
        onChange={(event) => type(event.currentTarget.value)}
        inputMode={backup ? "text" : "numeric"}
        autoComplete={backup ? "off" : "one-time-code"}
        data-autofocus
      />
      <div className={css.buttons}>
        <Button type="submit" loading={busy}>
          {t("mfa.verify")}
        </Button>
        <Button variant="subtle" onClick={() => setBackup(!backup)}>
          {backup ? t("mfa.useCode") : t("mfa.useBackup")}
        </Button>
      </div>
    </form>
  );
}
