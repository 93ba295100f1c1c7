import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { results } from "../api/queries";
import type { Check } from "../api/types";
import { t } from "../i18n";
import { Skeleton } from "../ui/states";
import { StatusBadge } from "../ui/status";
import css from "./charts.module.css";
import type { Zoom } from "./latency-card";
import { RANGES, type Range } from "./ranges";
import { latencyText, seriesOf, spanOf, summaryOf } from "./series";

const Plot = lazy(() => import("./plot"));
const HEIGHT = 150;

interface Props {
  check: Check;
  range: Range;
  zoom: Zoom | null;
  onZoom(zoom: Zoom | null): void;
}

/** One of several charts that stand side by side and share their cursor and their zoom. */
export function SmallChart({ check, range, zoom, onZoom }: Props) {
  const query = useQuery(results(check.id, RANGES[range]));
  const points = query.data;
  const series = useMemo(() => seriesOf(points ?? [], check.interval_s), [points, check.interval_s]);
  const summary = useMemo(() => summaryOf(points ?? []), [points]);
  const span = zoom ?? spanOf(series, RANGES[range], query.dataUpdatedAt / 1000, check.interval_s);
  return (
    <section className={css.small} aria-label={check.name}>
      <header>
        <h3>
          <Link to="/checks/$checkId" params={{ checkId: check.id }} search={{ range }}>
            {check.name}
          </Link>
        </h3>
        <StatusBadge status={check.status} />
        <span className={css.figures}>
          {t("chart.small", { median: latencyText(summary.median), p95: latencyText(summary.p95) })}
        </span>
      </header>
      {points === undefined ? (
        <Skeleton rows={3} />
      ) : points.length === 0 ? (
        <p className={css.nothing}>{t("chart.empty")}</p>
      ) : (
        <Suspense fallback={<div style={{ height: HEIGHT }} />}>
          <Plot series={series} from={span.from} to={span.to} height={HEIGHT} onZoom={onZoom} />
        </Suspense>
      )}
    </section>
  );
}
