import type { ResultPoint } from "../api/types";
import { number } from "../i18n/intl";

/** Results turned into columns for the chart, and into words for those who do not see it. */
export interface Series {
  /** Seconds since 1970, ascending and unique. */
  x: number[];
  /** Milliseconds; null is a gap. */
  y: (number | null)[];
  /** What each place of `y` says: null where there is no result. */
  states: (ResultPoint["status"] | null)[];
  /** Stretches that were not up, for the ribbon below the axis. */
  spans: { from: number; to: number; status: "down" | "degraded" | "unknown" }[];
}

const GAP_FACTOR = 2.5;

/** One result after another of the same state makes one stretch; anything between ends it. */
function extend(series: Series, point: ResultPoint, at: number, step: number): void {
  const last = series.spans.at(-1);
  if (last && last.to > at) last.to = at;
  if (point.status === "up") return;
  if (last && series.states.at(-1) === point.status) last.to = at + step;
  else series.spans.push({ from: at, to: at + step, status: point.status });
}

/** `interval` is the check's own, in seconds: a longer silence is drawn as a gap. */
export function seriesOf(points: ResultPoint[], interval: number): Series {
  const series: Series = { x: [], y: [], states: [], spans: [] };
  let before = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    const at = Date.parse(point.ts) / 1000;
    if (!(at > before)) continue;
    if (at - before > interval * GAP_FACTOR && series.x.length > 0) {
      series.x.push(before + interval);
      series.y.push(null);
      series.states.push(null);
    }
    extend(series, point, at, interval);
    series.x.push(at);
    series.y.push(point.status === "down" || point.status === "unknown" ? null : point.latency_ms);
    series.states.push(point.status);
    before = at;
  }
  return series;
}

/**
 * The time to show, in seconds since 1970: `length` up to `to`, but no more than there are results of;
 * a young check fills its picture too.
 */
export function spanOf(
  series: Series,
  length: number,
  to: number,
  interval: number,
): { from: number; to: number } {
  const first = series.x[0] ?? to - length;
  const least = Math.max(interval * 10, 120);
  return { from: Math.max(to - length, Math.min(first - interval, to - least)), to };
}

/** Places whose neighbours are both gaps: a line alone would not show them. */
export function lonelyOf(y: Series["y"]): number[] {
  return y.flatMap((value, at) =>
    value !== null && (y[at - 1] ?? null) === null && (y[at + 1] ?? null) === null ? [at] : [],
  );
}

export interface Summary {
  count: number;
  failed: number;
  degraded: number;
  unknown: number;
  min: number | null;
  median: number | null;
  p95: number | null;
  max: number | null;
  /** Share of the results that were up or degraded, 0 to 100; null without results. */
  availability: number | null;
}

function quantile(sorted: number[], q: number): number | null {
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * q;
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}

/** Results that could not be measured count neither for nor against availability. */
export function summaryOf(points: ResultPoint[]): Summary {
  const known = points.filter((point) => point.status !== "unknown");
  const failed = known.filter((point) => point.status === "down").length;
  const latencies = known
    .filter((point) => point.status !== "down")
    .flatMap((point) => point.latency_ms ?? [])
    .sort((a, b) => a - b);
  return {
    count: points.length,
    failed,
    degraded: known.filter((point) => point.status === "degraded").length,
    unknown: points.length - known.length,
    min: latencies[0] ?? null,
    median: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    max: latencies.at(-1) ?? null,
    availability: known.length > 0 ? (100 * (known.length - failed)) / known.length : null,
  };
}

/** Round figures of an axis: "0", "25 ms", "1.5 s". */
export function axisText(ms: number): string {
  if (ms === 0) return "0";
  const figures = { maximumSignificantDigits: 3 };
  return ms >= 1000 ? `${number(ms / 1000, figures)} s` : `${number(ms, figures)} ms`;
}

/** "12.4 ms", "1.20 s": three digits that matter. */
export function latencyText(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "–";
  const seconds = ms >= 1000;
  const digits = seconds ? 2 : ms >= 100 ? 0 : ms >= 10 ? 1 : 2;
  const text = number(seconds ? ms / 1000 : ms, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${text} ${seconds ? "s" : "ms"}`;
}
