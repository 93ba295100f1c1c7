import type { Run } from "../api/types";
import { latencyText } from "../charts/series";
import { t } from "../i18n";
import { messageText } from "./message";
import { ProblemNotice } from "./states";
import { StatusBadge } from "./status";
import css from "./ui.module.css";
import type { RunState } from "./use-run";

/** Where a run stands and what came of it. */
export function RunResult({ state }: { state: RunState }) {
  if (state.problem) return <ProblemNotice problem={state.problem} />;
  if (state.busy)
    return (
      <div className={css.notice} role="status">
        {state.run?.state === "running" ? t("run.running") : t("run.queued")}
      </div>
    );
  return state.run ? <Finished run={state.run} /> : null;
}

function Finished({ run }: { run: Run }) {
  if (!run.result)
    return (
      <div className={`${css.notice} ${css.bad}`} role="status">
        {run.error ?? t("run.failed")}
      </div>
    );
  const { status, latency_ms, details } = run.result;
  const tone = status === "up" ? "" : status === "down" ? css.bad : css.warn;
  return (
    <div className={`${css.notice} ${tone}`} role="status">
      <span>
        <StatusBadge status={status} /> <strong>{latencyText(latency_ms)}</strong> {messageText(run.result)}
      </span>
      <Details details={details} />
    </div>
  );
}

/** The measured parts, such as the phases of an HTTP request. */
export function Details({ details }: { details: Record<string, unknown> | null }) {
  const parts = Object.entries(details ?? {}).filter(([, value]) => typeof value !== "object");
  if (parts.length === 0) return null;
  return (
    <span className={css.small}>
      {parts
        .map(([name, value]) =>
          name.endsWith("_ms") && typeof value === "number"
            ? `${name.slice(0, -3).replaceAll("_", " ")} ${latencyText(value)}`
            : `${name.replaceAll("_", " ")} ${String(value)}`,
        )
        .join(" · ")}
    </span>
  );
}
