import { lazy, Suspense, useEffect, useState } from "react";
import { asProblem, type Problem } from "./api/problem";
import { renew, signedIn } from "./api/session";
import type { SignedIn } from "./api/types";
import { t } from "./i18n";

const App = lazy(() => import("./app/main"));
const LoginPage = lazy(() => import("./light/login-page"));
const SetupPage = lazy(() => import("./light/setup-page"));
const InvitePage = lazy(() => import("./light/invite-page"));

type Stage = "asking" | "login" | "setup" | "invite" | "app" | "unreachable";

/** A path of this site to go to after sign-in; anything else becomes the home page. */
export function safeNext(value: string | null): string {
  return value?.startsWith("/") && !/^\/[/\\]|^\/(login|setup|invite)\b/.test(value) ? value : "/";
}

function firstStage(path: string): Stage {
  if (path === "/setup") return "setup";
  if (path === "/invite") return "invite";
  return path === "/login" ? "login" : "asking";
}

function toLogin(): void {
  const here = location.pathname + location.search;
  const next = safeNext(here);
  history.replaceState(null, "", next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`);
}

/** Decides what loads: one of the small pages for people who are not signed in, or the application. */
export function Root() {
  const [stage, setStage] = useState<Stage>(() => firstStage(location.pathname));
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    if (stage !== "asking") return;
    renew(null)
      .then((found) => {
        if (!found) toLogin();
        setStage(found ? "app" : "login");
      })
      .catch((error: unknown) => {
        setProblem(asProblem(error));
        setStage("unreachable");
      });
  }, [stage]);

  const enter = (to: string) => (answer: SignedIn) => {
    signedIn(answer);
    history.replaceState(null, "", to);
    setStage("app");
  };
  const next = safeNext(new URLSearchParams(location.search).get("next"));

  return (
    <Suspense fallback={null}>
      {stage === "login" ? <LoginPage onDone={enter(next)} /> : null}
      {stage === "setup" ? <SetupPage onDone={enter("/enroll?first=1")} /> : null}
      {stage === "invite" ? <InvitePage onDone={enter("/enroll?first=1")} /> : null}
      {stage === "app" ? <App /> : null}
      {stage === "unreachable" && problem ? (
        <Unreachable problem={problem} onRetry={() => setStage("asking")} />
      ) : null}
    </Suspense>
  );
}

function Unreachable({ problem, onRetry }: { problem: Problem; onRetry(): void }) {
  useEffect(() => {
    const timer = setTimeout(onRetry, 5000);
    return () => clearTimeout(timer);
  }, [onRetry]);
  return (
    <main className="unreachable">
      <h1>{problem.message}</h1>
      <p>{problem.detail}</p>
      <button type="button" onClick={onRetry}>
        {t("common.retry")}
      </button>
    </main>
  );
}
