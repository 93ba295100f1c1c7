import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import { results } from "../api/queries";
import type { Check, ResultPoint } from "../api/types";
import { t } from "../i18n";
import { number, percent } from "../i18n/intl";
import { messageText } from "../ui/message";
import { Card } from "../ui/page";
import { Empty, ErrorState, Skeleton } from "../ui/states";
import { StatusBadge } from "../ui/status";
import { Table } from "../ui/table";
import { duration, Moment } from "../ui/time";
import css from "./charts.module.css";
import { RANGES, type Range } from "./ranges";
import { latencyText, seriesOf, spanOf, summaryOf } from "./series";

const Plot = lazy(() => import("./plot"));

interface Props {
  check: Check;
  range: Range;
  picker?: ReactNode;
  zoom?: Zoom | null;
  onZoom?(zoom: Zoom | null): void;
}

/** A part of the time shown, in seconds since 1970. */
export interface Zoom {
  from: number;
  to: number;
}

export function zoomOf(text: string | undefined): Zoom | null {
  const [, from = "", to = ""] = /^(\d{9,11})-(\d{9,11})$/.exec(text ?? "") ?? [];
  return Number(from) < Number(to) ? { from: Number(from), to: Number(to) } : null;
}

export const zoomText = (zoom: Zoom | null): string | undefined =>
  zoom ? `${zoom.from}-${zoom.to}` : undefined;

/** How long the check took over the chosen time, as a picture, in words, and as a table. */
export function LatencyCard({ check, range, picker, zoom = null, onZoom }: Props) {
  const [asTable, setAsTable] = useState(false);
  const query = useQuery(results(check.id, RANGES[range]));
  return (
    <Card
      title={t("chart.title")}
      side={
        <div className={css.side}>
          {picker}
          {zoom && onZoom ? <ZoomOut onZoom={onZoom} /> : null}
          <div className={css.switch}>
            <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
              {t("chart.asTable")}
            </button>
          </div>
        </div>
      }
    >
      {query.data ? (
        <div className={query.isPlaceholderData ? css.old : undefined}>
          <Content
            points={query.data}
            check={check}
            range={range}
            asTable={asTable}
            until={query.dataUpdatedAt}
            zoom={zoom}
            onZoom={onZoom}
          />
        </div>
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton rows={5} />
      )}
    </Card>
  );
}

interface ContentProps {
  points: ResultPoint[];
  check: Check;
  range: Range;
  asTable: boolean;
  until: number;
  zoom: Zoom | null;
  onZoom: ((zoom: Zoom | null) => void) | undefined;
}

export function ZoomOut({ onZoom }: { onZoom(zoom: null): void }) {
  return (
    <div className={css.switch}>
      <button type="button" onClick={() => onZoom(null)}>
        {t("chart.zoomOut")}
      </button>
    </div>
  );
}

function within(points: ResultPoint[], zoom: Zoom | null): ResultPoint[] {
  if (!zoom) return points;
  return points.filter(({ ts }) => {
    const at = Date.parse(ts) / 1000;
    return at >= zoom.from && at <= zoom.to;
  });
}

function Content({ points, check, range, asTable, until, zoom, onZoom }: ContentProps) {
  const series = useMemo(() => seriesOf(points, check.interval_s), [points, check.interval_s]);
  const span = zoom ?? spanOf(series, RANGES[range], until / 1000, check.interval_s);
  const shown = useMemo(() => within(points, zoom), [points, zoom]);
  if (points.length === 0)
    return (
      <Empty title={t("chart.empty")} text={t("chart.emptyText", { interval: duration(check.interval_s) })} />
    );
  return (
    <>
      <SummaryLine points={shown} />
      {asTable ? (
        <div className={css.rows}>
          <ResultTable points={[...shown].reverse().slice(0, 200)} />
        </div>
      ) : (
        <Suspense fallback={<div className={css.plot} />}>
          <Plot series={series} from={span.from} to={span.to} onZoom={onZoom} />
        </Suspense>
      )}
    </>
  );
}

function SummaryLine({ points }: { points: ResultPoint[] }) {
  const summary = useMemo(() => summaryOf(points), [points]);
  const parts: [ReactNode, string][] = [
    [t("chart.availability"), summary.availability === null ? "–" : percent(summary.availability, 2)],
    [t("chart.median"), latencyText(summary.median)],
    [t("chart.p95"), latencyText(summary.p95)],
    [t("chart.max"), latencyText(summary.max)],
    [t("chart.results"), number(summary.count)],
    ...(
      [
        ["down", summary.failed],
        ["degraded", summary.degraded],
        ["unknown", summary.unknown],
      ] as const
    ).flatMap(([status, count]): [ReactNode, string][] =>
      count > 0 ? [[<StatusBadge key={status} status={status} />, number(count)]] : [],
    ),
  ];
  return (
    <dl className={css.summary} aria-label={t("chart.summary")}>
      {parts.map(([name, value], place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts have fixed places
        <div key={place}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function ResultTable({ points }: { points: ResultPoint[] }) {
  return (
    <Table
      plain
      label={t("chart.table")}
      rows={points}
      rowKey={(point) => point.ts}
      cols={[
        { label: t("chart.time"), render: (point) => <Moment at={point.ts} /> },
        { label: t("hosts.status"), render: (point) => <StatusBadge status={point.status} /> },
        { label: t("chart.latency"), render: (point) => latencyText(point.latency_ms) },
        { label: t("check.message"), render: (point) => messageText(point) },
      ]}
    />
  );
}
