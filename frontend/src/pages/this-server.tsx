import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { get } from "../api/client";
import { hostChecks, results } from "../api/queries";
import type { Check, Page } from "../api/types";
import { useLive } from "../app/use-live";
import { latencyText } from "../charts/series";
import { type Point, Spark } from "../charts/spark";
import { t } from "../i18n";
import { number, percent } from "../i18n/intl";
import { messageText } from "../ui/message";
import { Card } from "../ui/page";
import { StatusGlyph, statusWord } from "../ui/status";
import { useNow } from "../ui/time";
import { useOwnValues, valuePart } from "./own-values";
import css from "./this-server.module.css";

const SPAN_S = 900;
/** A young line fills its chart too. */
const LEAST_MS = 60_000;

/** The host whose checks watch Tocsin itself; null where this tenant has none, undefined while that is asked. */
function useOwnHost(): number | null | undefined {
  const { data } = useQuery({
    queryKey: ["/checks", "self"],
    queryFn: ({ signal }) => get<Page<Check>>("/checks", { type: "self", limit: 1 }, signal),
    staleTime: 60_000,
  });
  return data && (data.items[0]?.host_id ?? null);
}

/** What the machine Tocsin runs on is doing now, with a chart of each check. */
export default function ThisServer({ otherwise }: { otherwise: ReactNode }) {
  const host = useOwnHost();
  if (host === undefined) return null;
  return host === null ? otherwise : <Charts host={host} />;
}

function Charts({ host }: { host: number }) {
  const { data } = useQuery(hostChecks(host));
  const queries = useQueryClient();
  const topics = useMemo(() => [`host:${host}` as const], [host]);
  useLive(topics, (events) => {
    void queries.invalidateQueries({ queryKey: [`/hosts/${host}/checks`] });
    for (const event of events)
      if (event.kind === "results")
        void queries.invalidateQueries({ queryKey: ["/checks", event.data.check_id, "results"] });
  });
  const checks = data?.items.filter((check) => check.enabled);
  const values = useOwnValues(useMemo(() => checks ?? [], [checks]));
  if (!checks || checks.length === 0) return null;
  return (
    <Card
      title={t("server.title")}
      side={
        <Link to="/hosts/$hostId" params={{ hostId: host }}>
          {checks[0]?.host_name}
        </Link>
      }
      flush
    >
      <div className={css.charts}>
        {checks.map((check) =>
          valuePart(check) ? (
            <ValueChart key={check.id} check={check} points={values[check.id] ?? []} />
          ) : (
            <TimeChart key={check.id} check={check} />
          ),
        )}
      </div>
    </Card>
  );
}

function ValueChart({ check, points }: { check: Check; points: Point[] }) {
  const part = valuePart(check);
  const value = points.at(-1)?.value ?? null;
  const shown = value === null ? "–" : part === "load" ? number(value) : percent(value);
  return <Chart check={check} value={shown} points={points} top={part === "load" ? undefined : 100} />;
}

/** How long each run took. */
function TimeChart({ check }: { check: Check }) {
  const { data } = useQuery(results(check.id, SPAN_S));
  const points = useMemo(
    () =>
      (data ?? []).map((point) => ({
        at: Date.parse(point.ts),
        value: point.status === "down" || point.status === "unknown" ? null : point.latency_ms,
      })),
    [data],
  );
  return <Chart check={check} value={latencyText(check.latency_ms)} points={points} />;
}

interface ChartProps {
  check: Check;
  value: string;
  points: Point[];
  top?: number | undefined;
}

function Chart({ check, value, points, top }: ChartProps) {
  const to = Math.floor(useNow() / 5000) * 5000;
  const from = Math.max(to - SPAN_S * 1000, Math.min(points[0]?.at ?? to, to - LEAST_MS));
  return (
    <Link to="/checks/$checkId" params={{ checkId: check.id }} className={css.chart} data-row>
      <span className={css.name}>
        <StatusGlyph status={check.status} />
        <span className="visually-hidden">{statusWord(check.status)}</span>
        {check.name}
      </span>
      <strong className={css.value}>{value}</strong>
      <Spark
        points={points}
        from={from}
        to={to}
        top={top}
        label={t("server.chart", { name: check.name, value, count: points.length })}
      />
      <small className={css.message}>{messageText(check)}</small>
    </Link>
  );
}
