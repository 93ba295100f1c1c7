import { useEffect, useState } from "react";
import { call } from "../api/client";
import type { SignedIn } from "../api/types";
import { t } from "../i18n";
import { LightPage, Notice } from "./parts";
import { SignInForm } from "./sign-in-form";

/** Whether this server still waits for its first administrator; a failed question counts as no. */
function useSetupNeeded(): boolean {
  const [needed, setNeeded] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    call<{ needed: boolean }>("GET", "/setup", { auth: false, signal: abort.signal })
      .then((answer) => setNeeded(answer.needed))
      .catch(() => setNeeded(false));
    return () => abort.abort();
  }, []);
  return needed;
}

export default function LoginPage({ onDone }: { onDone(answer: SignedIn): void }) {
  const needed = useSetupNeeded();
  const signedOut = new URLSearchParams(location.search).has("out");
  return (
    <LightPage title={t("signIn.title")}>
      {needed ? <Notice>{t("signIn.notSetUp")}</Notice> : null}
      {signedOut && !needed ? <Notice>{t("signIn.signedOut")}</Notice> : null}
      <SignInForm onDone={onDone} />
    </LightPage>
  );
}
