import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { asProblem, type Problem } from "../api/problem";
import { session } from "../api/session";
import { lookUp, t } from "../i18n";
import { sentence } from "../i18n/format";
import { CopyButton } from "./copy";
import { useNow } from "./time";
import css from "./ui.module.css";

const SLOW_MS = 2_000;
const LONG_MS = 10_000;

/** How long something has been waited for: not worth a word, slow, or long enough to offer an end. */
function usePatience(): "short" | "slow" | "long" {
  const [patience, setPatience] = useState<"short" | "slow" | "long">("short");
  useEffect(() => {
    const slow = setTimeout(() => setPatience("slow"), SLOW_MS);
    const long = setTimeout(() => setPatience("long"), LONG_MS);
    return () => {
      clearTimeout(slow);
      clearTimeout(long);
    };
  }, []);
  return patience;
}

/** Rows of the height that is to come; says what is slow after two seconds, and lets one stop after ten. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  const patience = usePatience();
  const queries = useQueryClient();
  const [stopped, setStopped] = useState(false);
  const pending = {
    type: "active" as const,
    predicate: (query: { state: { data?: unknown } }) => query.state.data === undefined,
  };
  if (stopped)
    return (
      <Empty title={t("state.stopped")} text={t("state.stoppedText")}>
        <Button
          variant="default"
          onClick={() => {
            setStopped(false);
            void queries.refetchQueries(pending);
          }}
        >
          {t("common.retry")}
        </Button>
      </Empty>
    );
  const slow = queries.getQueryCache().findAll({ ...pending, fetchStatus: "fetching" })[0];
  const what = lookUp(`what.${String(slow?.queryKey[0] ?? "").split("/")[1]}`) ?? t("what.page");
  return (
    <div aria-busy="true">
      <div className={patience === "short" ? "visually-hidden" : css.waiting}>
        <span role="status">{patience === "short" ? t("common.loading") : t("state.slow", { what })}</span>
        {patience === "long" ? (
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              void queries.cancelQueries(pending);
              setStopped(true);
            }}
          >
            {t("state.stop")}
          </Button>
        ) : null}
      </div>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are alike
        <div className={css.skeletonRow} key={row}>
          <div className={css.skeleton} style={{ width: `${28 + ((row * 13) % 22)}%` }} />
          <div className={css.skeleton} style={{ width: "12%", marginInlineStart: "auto" }} />
        </div>
      ))}
    </div>
  );
}

interface EmptyProps {
  title: string;
  text: string;
  cli?: string;
  children?: ReactNode;
}

/** What would stand here, why it does not, and what to do: one button, one command line. */
export function Empty({ title, text, cli, children }: EmptyProps) {
  return (
    <div className={css.empty}>
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
      {cli ? (
        <div className={css.command}>
          <code>{cli}</code>
          <CopyButton text={cli} small />
        </div>
      ) : null}
    </div>
  );
}

export function Notice({ tone = "info", children }: { tone?: "info" | "warn" | "bad"; children: ReactNode }) {
  const colour = tone === "info" ? "" : tone === "warn" ? css.warn : css.bad;
  return (
    <div className={`${css.notice} ${colour}`} role={tone === "bad" ? "alert" : "status"}>
      {children}
    </div>
  );
}

/** The permission that a refusal names, such as host.write. */
function permissionOf(problem: Problem): string | null {
  return problem.status === 403 ? (/\b[a-z]+\.[a-z]+\b/.exec(problem.detail ?? "")?.[0] ?? null) : null;
}

/** In the reader's own words where the catalogue has them for this code, in the server's where not. */
function explained(problem: Problem): string {
  const permission = permissionOf(problem);
  if (permission) return t("error.who", { permission, tenant: session()?.tenant.name ?? "" });
  const known = lookUp(`problem.${problem.code}`);
  return sentence(known ?? problem.detail ?? lookUp(`error.${problem.status}`) ?? "");
}

/** What went wrong, in a few words. */
export function problemTitle(problem: Problem): string {
  if (problem.status === 404) return t("error.404title");
  return lookUp(`title.${problem.code}`) ?? problem.message;
}

export function RequestId({ problem }: { problem: Problem }) {
  if (!problem.requestId) return null;
  return (
    <span className={css.small}>
      {t("common.requestId", { id: problem.requestId })} <CopyButton text={problem.requestId} small />
    </span>
  );
}

/** Seconds until `act` is done by itself; null when it will not be. */
function useCountdown(seconds: number | null, act: () => void): number | null {
  const now = useNow();
  const [until, setUntil] = useState(() => (seconds === null ? null : Date.now() + seconds * 1000));
  const left = until === null ? null : Math.ceil((until - now) / 1000);
  useEffect(() => {
    if (left !== null && left <= 0) {
      setUntil(null);
      act();
    }
  });
  return left === null || left <= 0 ? null : left;
}

interface ErrorProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
  /** True where this stands for the whole page. */
  page?: boolean;
}

const BACKOFF_S = [5, 10, 20, 40];
let failures = 0;
let lastFailure = 0;

/** Longer each time, until something has worked for two minutes. */
function nextPause(problem: Problem): number {
  failures = Date.now() - lastFailure > 120_000 ? 0 : failures + 1;
  lastFailure = Date.now();
  return problem.retryAfter ?? BACKOFF_S[Math.min(failures, BACKOFF_S.length - 1)] ?? 40;
}

const mayPass = ({ status }: Problem) => status === 0 || status === 429 || status >= 500;

/** Why there is no content, instead of the content. Where it can help, it asks again by itself. */
export function ErrorState({ error, onRetry, page = false }: ErrorProps) {
  const problem = asProblem(error);
  const Heading = page ? "h1" : "h2";
  return (
    <div className={css.empty} role="alert">
      <Heading>{problemTitle(problem)}</Heading>
      <p>{explained(problem)}</p>
      <RequestId problem={problem} />
      {onRetry && problem.status !== 404 && problem.status !== 403 ? (
        <Retry problem={problem} onRetry={onRetry} />
      ) : null}
    </div>
  );
}

function Retry({ problem, onRetry }: { problem: Problem; onRetry(): void }) {
  const [pause] = useState(() => (mayPass(problem) ? nextPause(problem) : null));
  const left = useCountdown(pause, onRetry);
  return (
    <Button variant="default" size="xs" onClick={onRetry}>
      {left === null ? t("common.retry") : t("error.retryIn", { seconds: left })}
    </Button>
  );
}

/** A refused action, above the form or beside the button that asked for it. */
export function ProblemNotice({ problem, extra = [] }: { problem: Problem | null; extra?: string[] }) {
  if (!problem) return null;
  return (
    <Notice tone="bad">
      <div>
        <strong>{problemTitle(problem)}</strong>
        <div>{[explained(problem), ...extra].filter(Boolean).join(" ")}</div>
        {problem.status === 429 ? <Wait key={problem.requestId} seconds={problem.retryAfter ?? 30} /> : null}
      </div>
      {problem.status >= 500 || problem.status === 0 ? <RequestId problem={problem} /> : null}
    </Notice>
  );
}

function Wait({ seconds }: { seconds: number }) {
  const left = useCountdown(seconds, () => {});
  return <div>{left === null ? t("error.waitOver") : t("error.wait", { seconds: left })}</div>;
}
