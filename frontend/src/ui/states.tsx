import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { asProblem, type Problem } from "../api/problem";
import { locale, lookUp, t } from "../i18n";
import { sentence } from "../i18n/format";
import { CopyButton } from "./copy";
import { duration, useNow } from "./time";
import css from "./ui.module.css";

export function Skeleton({ rows = 6 }: { rows?: number }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 2000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true">
      <span className="visually-hidden" role="status">
        {slow ? t("state.slow") : t("common.loading")}
      </span>
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

/** What would stand here, why it does not, and what to do. */
export function Empty({ title, text, cli, children }: EmptyProps) {
  return (
    <div className={css.empty}>
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
      {cli ? <code className={css.cli}>{cli}</code> : null}
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

function explained(problem: Problem): string {
  if (problem.status === 403 && problem.code === "permission_required")
    return sentence(problem.detail ?? t("error.forbidden"));
  return sentence(problem.detail ?? lookUp(`error.${problem.status}`) ?? "");
}

export function RequestId({ problem }: { problem: Problem }) {
  if (!problem.requestId) return null;
  return (
    <span className={css.small}>
      {t("common.requestId", { id: problem.requestId })} <CopyButton text={problem.requestId} small />
    </span>
  );
}

interface ErrorProps {
  error: unknown;
  onRetry?: () => void;
  /** True where this stands for the whole page. */
  page?: boolean;
}

/** Why there is no content, instead of the content. Asking goes on by itself where that can help. */
export function ErrorState({ error, onRetry, page = false }: ErrorProps) {
  const problem = asProblem(error);
  const Heading = page ? "h1" : "h2";
  return (
    <div className={css.empty} role="alert">
      <Heading>{problem.status === 404 ? t("error.404title") : problem.message}</Heading>
      <p>{explained(problem)}</p>
      <RequestId problem={problem} />
      {onRetry && problem.status !== 404 && problem.status !== 403 ? (
        <Button variant="default" size="xs" onClick={onRetry}>
          {t("common.retry")}
        </Button>
      ) : null}
    </div>
  );
}

/** A refused action, above the form or beside the button that asked for it. */
export function ProblemNotice({ problem, extra = [] }: { problem: Problem | null; extra?: string[] }) {
  if (!problem) return null;
  const wait =
    problem.status === 429 && problem.retryAfter ? t("error.wait", { seconds: problem.retryAfter }) : "";
  return (
    <Notice tone="bad">
      <div>
        <strong>{problem.message}</strong>
        <div>{[explained(problem), ...extra, wait].filter(Boolean).join(" ")}</div>
      </div>
      {problem.status >= 500 || problem.status === 0 ? <RequestId problem={problem} /> : null}
    </Notice>
  );
}

interface Asked {
  dataUpdatedAt: number;
  error: unknown;
  refetch(): unknown;
}

/** With an answer that failed, old; and without any: every list and page asks again within half a minute. */
const STALE_MS = 30_000;
const SILENT_MS = 45_000;

export function Updated({ query }: { query: Asked }) {
  const now = useNow();
  if (!query.dataUpdatedAt) return null;
  const seconds = Math.max(0, Math.round((now - query.dataUpdatedAt) / 1000));
  return <span className={css.updated}>{t("state.updated", { duration: duration(seconds) })}</span>;
}

/** Old data is never shown as if it were new. */
export function StaleBanner({ query }: { query: Asked }) {
  const now = useNow();
  const age = now - query.dataUpdatedAt;
  if (!query.dataUpdatedAt || age < (query.error ? STALE_MS : SILENT_MS)) return null;
  const reason = query.error ? asProblem(query.error).message : t("state.silent");
  const since = new Date(query.dataUpdatedAt).toLocaleTimeString(locale, { hourCycle: "h23" });
  return (
    <Notice tone="warn">
      <span>{t("state.stale", { time: since, reason })}</span>
      <Button variant="default" size="xs" onClick={() => query.refetch()}>
        {t("common.retry")}
      </Button>
    </Notice>
  );
}
