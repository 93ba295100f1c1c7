import { Link } from "@tanstack/react-router";
import type { LiveCheck, LiveEvent } from "../api/live-events";
import type { CheckFilter } from "../api/queries";
import type { Check } from "../api/types";
import { latencyText } from "../charts/series";
import { t } from "../i18n";
import type { LiveNews, Source } from "../lists/use-list";
import { messageText } from "../ui/message";
import { StatusBadge, Strip } from "../ui/status";
import { Ago, duration } from "../ui/time";
import ui from "../ui/ui.module.css";
import type { Column } from "../vtable/vtable";

export const CHECK_COLUMNS = ["status", "name", "host", "type", "strip", "latency", "last"];
export const ALL_CHECK_COLUMNS = [...CHECK_COLUMNS, "message", "interval", "id"];

export function checkColumns(keys: readonly string[]): Column<Check>[] {
  const known = columnsByKey();
  return keys.flatMap((key) => known[key] ?? []);
}

export const checkColumnName = (key: string): string => columnsByKey()[key]?.label ?? key;

function columnsByKey(): Record<string, Column<Check>> {
  return {
    status: {
      key: "status",
      label: t("hosts.status"),
      min: 100,
      sort: "status",
      value: (check) => check.status,
      render: (check) => <StatusBadge status={check.status} />,
    },
    name: {
      key: "name",
      label: t("check.name"),
      min: 150,
      grow: 2,
      sort: "name",
      title: true,
      value: (check) => check.name,
      render: (check) => (
        <Link
          to="/checks/$checkId"
          params={{ checkId: check.id }}
          className={ui.rowLink}
          preload={false}
          data-row
        >
          {check.name}
        </Link>
      ),
    },
    host: {
      key: "host",
      label: t("check.host"),
      min: 120,
      grow: 1.4,
      sort: "host_name",
      render: (check) => check.host_name,
    },
    type: {
      key: "type",
      label: t("check.type"),
      min: 80,
      sort: "type",
      render: (check) => <span className={ui.mono}>{check.type}</span>,
    },
    strip: {
      key: "strip",
      label: t("check.strip"),
      min: 182,
      render: (check) => <Strip strip={check.strip} />,
    },
    ...figures(),
  };
}

function figures(): Record<string, Column<Check>> {
  return {
    latency: {
      key: "latency",
      label: t("chart.latency"),
      min: 80,
      sort: "latency_ms",
      right: true,
      value: (check) => check.latency_ms,
      render: (check) => latencyText(check.latency_ms),
    },
    last: {
      key: "last",
      label: t("check.lastResult"),
      min: 84,
      sort: "last_ts",
      right: true,
      render: (check) => <Ago at={check.last_ts} />,
    },
    message: {
      key: "message",
      label: t("check.message"),
      min: 160,
      grow: 2,
      value: (check) => check.message,
      render: (check) => <span title={messageText(check)}>{messageText(check)}</span>,
    },
    interval: {
      key: "interval",
      label: t("check.interval"),
      min: 80,
      right: true,
      render: (check) => duration(check.interval_s),
    },
    id: {
      key: "id",
      label: t("hosts.id"),
      min: 64,
      right: true,
      render: (check) => <span className={ui.mono}>{check.id}</span>,
    },
  };
}

const partOf = ({ id: _, host_id: __, since, ...rest }: LiveCheck): Partial<Check> => ({
  ...rest,
  ...(since ? { since } : {}),
});

function news(event: LiveEvent): LiveNews<Check> | null {
  if (event.kind !== "checks") return null;
  const { items, gone, config } = event.data;
  return { changes: new Map(items.map((item) => [item.id, partOf(item)])), gone, config };
}

const RANK: Record<Check["status"], number> = {
  down: 0,
  degraded: 1,
  unknown: 2,
  pending: 3,
  up: 4,
  paused: 5,
};

/** Checks by filter, told by the stream what changes. */
export function checkSource(filter: CheckFilter): Source<Check> {
  const byState = filter.sort === undefined || filter.sort === "status" || filter.sort === "-status";
  const narrowed = Boolean(filter.q || filter.type || filter.status || filter.sort === "-status");
  return {
    path: "/checks",
    filter,
    keyOf: (check) => check.id,
    counted: true,
    single: true,
    placeOf: byState || filter.status ? (check) => check.status : undefined,
    enters: (change, last) =>
      byState && !narrowed && change.status !== undefined && RANK[change.status] < RANK[last.status],
    live: { topics: ["checks"], news },
  };
}
