import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { post } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import { renewed, session, signedIn } from "../api/session";
import type { FreshToken } from "../api/types";
import { t } from "../i18n";
import { skewText } from "../light/clock";
import { signInForm } from "../light/sign-in-form";
import { Dialog } from "../ui/dialogs";
import { ProblemNotice } from "../ui/states";
import css from "../ui/ui.module.css";
import { settleGate, useGate } from "./gate";
import { leave } from "./menus";
import { useSession } from "./use-session";

/** The dialogs behind refused calls. */
export default function GateDialogs({ onEnrol }: { onEnrol(): void }) {
  const gate = useGate();
  const person = useSession();
  return (
    <>
      <Dialog
        title={t("stepUp.title")}
        opened={gate === "stepUp"}
        onClose={() => settleGate(false)}
        size="sm"
      >
        <StepUpForm onDone={() => settleGate(true)} />
      </Dialog>
      <Dialog title={t("enrolGate.title")} opened={gate === "enrol"} onClose={() => settleGate(false)}>
        <div className={css.stack}>
          <p>{t("enrolGate.text")}</p>
          <div className={css.buttons}>
            <Button
              onClick={() => {
                settleGate(false);
                onEnrol();
              }}
            >
              {t("enrolGate.go")}
            </Button>
            <Button variant="default" onClick={() => settleGate(false)}>
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
            onSame={() => settleGate(true)}
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
      <ProblemNotice problem={problem} extra={[problem ? skewText() : ""]} />
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
