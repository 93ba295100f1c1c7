import { useEffect, useState } from "react";
import type { Health } from "../api/types";
import { latencyText } from "../charts/series";
import { type Point, Spark } from "../charts/spark";
import { t } from "../i18n";
import { percent } from "../i18n/intl";
import { Meter } from "../ui/meter";
import { Card, Facts } from "../ui/page";
import { StatusBadge } from "../ui/status";
import { Table } from "../ui/table";
import { Ago } from "../ui/time";
import ui from "../ui/ui.module.css";
import { figure } from "./system";
import css from "./system.module.css";

type Figures = Health["engine"];

const KEPT_MS = 600_000;
const LEAST_MS = 60_000;

/** What this page has seen of a figure since it was opened. */
function useSeen(value: number | null, at: number): Point[] {
  const [points, setPoints] = useState<Point[]>([]);
  useEffect(() => {
    setPoints((old) =>
      at > (old.at(-1)?.at ?? 0) ? [...old.filter((point) => point.at > at - KEPT_MS), { at, value }] : old,
    );
  }, [value, at]);
  return points;
}

/** How much the checkers do, how much they could, and how late they are. */
export function Engine({ engine, at }: { engine: Figures; at: number }) {
  const lags = useSeen(engine.lag_p99_ms, at);
  const from = Math.min(lags[0]?.at ?? at, at - LEAST_MS);
  return (
    <Card title={t("system.engine")} flush>
      <div className={css.engine}>
        <div className={ui.stack}>
          <Capacity engine={engine} />
          <Facts
            items={[
              [t("system.checks"), figure(engine.checks)],
              [t("system.missed"), figure(engine.missed)],
              [t("system.overdue"), figure(engine.overdue)],
            ]}
          />
        </div>
        <div className={ui.stack}>
          <div>
            <strong>{t("system.lag")}</strong>
            <p className={ui.small}>{t("system.lagHelp")}</p>
          </div>
          <Spark
            points={lags}
            from={from}
            to={at}
            label={t("system.lagNow", { lag: latencyText(engine.lag_p99_ms) })}
          />
          <Facts
            items={[
              [t("system.p50"), latencyText(engine.lag_p50_ms)],
              [t("system.p99"), latencyText(engine.lag_p99_ms)],
              [t("system.max"), latencyText(engine.lag_max_ms)],
            ]}
          />
        </div>
      </div>
      {engine.checkers.length > 0 ? <Checkers rows={engine.checkers} /> : null}
    </Card>
  );
}

function Capacity({ engine: { rate_per_s, capacity_per_s, used_percent } }: { engine: Figures }) {
  if (capacity_per_s === null)
    return (
      <div>
        <strong>{t("system.capacity")}</strong>
        <p className={ui.small}>{t("system.capacityUnknown")}</p>
      </div>
    );
  const text = t("system.capacityText", {
    rate: figure(rate_per_s),
    capacity: figure(capacity_per_s, 0),
    used: used_percent === null ? "–" : percent(used_percent, 1),
  });
  return <Meter label={t("system.capacity")} text={text} value={used_percent} max={100} />;
}

function Checkers({ rows }: { rows: Figures["checkers"] }) {
  return (
    <Table
      plain
      label={t("system.checkers")}
      rows={rows}
      rowKey={(checker) => checker.instance}
      cols={[
        {
          label: t("system.instance"),
          render: (checker) => <span className={ui.mono}>{checker.instance}</span>,
        },
        {
          label: t("system.state"),
          render: (checker) => <StatusBadge status={checker.alive ? "up" : "down"} />,
        },
        { label: t("system.shards"), render: (checker) => figure(checker.shards) },
        { label: t("system.checks"), render: (checker) => figure(checker.checks) },
        { label: t("system.rate"), render: (checker) => figure(checker.rate_per_s) },
        { label: t("system.p99"), render: (checker) => latencyText(checker.lag_p99_ms) },
        {
          label: t("system.used"),
          render: (checker) => (checker.used_percent === null ? "–" : percent(checker.used_percent, 1)),
        },
        { label: t("system.seen"), render: (checker) => <Ago at={checker.last_seen_at} /> },
      ]}
    />
  );
}
