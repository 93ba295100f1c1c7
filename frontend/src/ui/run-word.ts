import type { Run } from "../api/types";
import { latencyText } from "../charts/series";
import { t } from "../i18n";
import { messageText } from "./message";

/** Where a run stands or what came of it, in a few words. */
export function runWord(run: Run): string {
  if (run.state === "queued") return t("run.queued");
  if (run.state === "running") return t("run.running");
  if (!run.result) return run.error ?? t("run.failed");
  return [run.result.latency_ms === null ? "" : latencyText(run.result.latency_ms), messageText(run.result)]
    .filter(Boolean)
    .join(" · ");
}
