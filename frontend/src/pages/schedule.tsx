import type { CheckType } from "../api/types";
import { t } from "../i18n";
import { clock, number } from "../i18n/intl";
import { duration, useNow } from "../ui/time";
import css from "./check-form.module.css";

interface Props {
  type: CheckType;
  values: { interval_s: string; timeout_ms: string; retries: string; enabled: boolean };
  /** When it ran last; null for one that is not saved yet. */
  lastTs: string | null;
}

const DAY_S = 86_400;
const SHOWN = 4;
/** The checker tries again after so long, or after an interval where that is shorter. */
const RETRY_S = 5;

/** The next times a check runs, from its last run; a new one begins within an interval from now. */
export function nextRuns(now: number, last: number | null, intervalS: number): number[] {
  const step = intervalS * 1000;
  const begun = last !== null && last <= now ? last : now;
  const first = begun + Math.max(1, Math.ceil((now - begun) / step)) * step;
  return Array.from({ length: SHOWN }, (_, turn) => first + turn * step);
}

/** To the second as long as seconds matter. */
const spell = (seconds: number) => (seconds < 600 ? t("time.s", { n: seconds }) : duration(seconds));

/** What an interval means: how often that is, when it runs next, and how soon a failure is certain. */
export function Schedule({ type, values, lastTs }: Props) {
  const now = useNow();
  const interval = Number(values.interval_s);
  if (!Number.isInteger(interval) || interval < 1 || !values.enabled) return null;
  if (type.name === "heartbeat")
    return <p className={css.schedule}>{t("schedule.heartbeat", { interval: duration(interval) })}</p>;
  const runs = nextRuns(now, lastTs ? Date.parse(lastTs) : null, interval);
  const tries = Number(values.retries) + 1;
  const timeout = Number(values.timeout_ms) / 1000;
  const worst = tries * timeout + (tries - 1) * Math.min(interval, RETRY_S);
  const sentences = [
    t("schedule.often", { count: number(Math.round(DAY_S / interval)) }),
    t(lastTs ? "schedule.next" : "schedule.first", {
      times: runs.map((at) => clock(at, interval < 60)).join(", "),
    }),
    Number.isFinite(worst) && tries > 0
      ? t("schedule.worst", { duration: spell(interval + Math.ceil(worst)) })
      : "",
  ];
  return <p className={css.schedule}>{sentences.filter(Boolean).join(" ")}</p>;
}
