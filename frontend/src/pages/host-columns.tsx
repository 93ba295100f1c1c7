import { Link } from "@tanstack/react-router";
import type { LiveEvent, LiveHost } from "../api/live-events";
import type { HostFilter } from "../api/queries";
import type { Host, Status } from "../api/types";
import { lookUp, t } from "../i18n";
import { useStrip } from "../lists/strips";
import type { LiveNews, Source } from "../lists/use-list";
import { CheckShare, StatusBadge, Strip } from "../ui/status";
import { Ago } from "../ui/time";
import ui from "../ui/ui.module.css";
import type { Column } from "../vtable/vtable";

export const HOST_COLUMNS = ["status", "name", "checks", "address", "group", "strip", "last"];
const MORE_COLUMNS = ["criticality", "sla", "cost", "created", "updated", "id"];
const LABEL = "label:";

/** All there are to choose from: the usual ones, the rest, and one for each label in use. */
export function hostColumnKeys(labels: string[]): string[] {
  return [...HOST_COLUMNS, ...MORE_COLUMNS, ...labels.map((name) => LABEL + name)];
}

export function hostColumns(keys: readonly string[]): Column<Host>[] {
  const known = columnsByKey();
  return keys.flatMap((key) => known[key] ?? (key.startsWith(LABEL) ? labelColumn(key) : []));
}

export function hostColumnName(key: string): string {
  if (key.startsWith(LABEL)) return key.slice(LABEL.length);
  return columnsByKey()[key]?.label ?? key;
}

function labelColumn(key: string): Column<Host> {
  const name = key.slice(LABEL.length);
  return { key, label: name, min: 90, grow: 1, render: (host) => host.labels[name] ?? "" };
}

function HostStrip({ id }: { id: number }) {
  const strip = useStrip(id);
  return <Strip strip={strip ?? ""} />;
}

const counts = ({ up, degraded, down, unknown }: Host["checks"]) => `${up}/${degraded}/${down}/${unknown}`;

function columnsByKey(): Record<string, Column<Host>> {
  return {
    status: {
      key: "status",
      label: t("hosts.status"),
      min: 100,
      sort: "status",
      value: (host) => host.status,
      render: (host) => <StatusBadge status={host.status} />,
    },
    name: {
      key: "name",
      label: t("hosts.name"),
      min: 150,
      grow: 2,
      sort: "name",
      title: true,
      value: (host) => host.name,
      render: (host) => (
        <Link
          to="/hosts/$hostId"
          params={{ hostId: host.id }}
          className={ui.rowLink}
          preload={false}
          data-row
        >
          {host.name}
        </Link>
      ),
    },
    checks: {
      key: "checks",
      label: t("hosts.checks"),
      min: 150,
      value: (host) => counts(host.checks),
      render: (host) => <CheckShare checks={host.checks} />,
    },
    address: {
      key: "address",
      label: t("hosts.address"),
      min: 120,
      grow: 1.2,
      sort: "address",
      value: (host) => host.address,
      render: (host) => <span className={ui.mono}>{host.address}</span>,
    },
    group: {
      key: "group",
      label: t("hosts.group"),
      min: 90,
      grow: 1,
      sort: "group",
      value: (host) => host.group,
      render: (host) => host.group ?? "",
    },
    strip: {
      key: "strip",
      label: t("hosts.strip"),
      min: 182,
      render: (host) => <HostStrip id={host.id} />,
    },
    last: {
      key: "last",
      label: t("hosts.lastChecked"),
      min: 92,
      sort: "last_checked_at",
      right: true,
      render: (host) => <Ago at={host.last_checked_at} />,
    },
    ...moreColumns(),
  };
}

function moreColumns(): Record<string, Column<Host>> {
  return {
    criticality: {
      key: "criticality",
      label: t("host.criticality"),
      min: 84,
      value: (host) => host.criticality,
      render: (host) => lookUp(`criticality.${host.criticality}`) ?? host.criticality,
    },
    sla: {
      key: "sla",
      label: t("host.slaTier"),
      min: 90,
      value: (host) => host.sla_tier,
      render: (host) => host.sla_tier ?? "",
    },
    cost: {
      key: "cost",
      label: t("host.cost"),
      min: 120,
      right: true,
      value: (host) => host.cost_per_hour_down,
      render: (host) => host.cost_per_hour_down ?? "",
    },
    created: {
      key: "created",
      label: t("hosts.created"),
      min: 90,
      sort: "created_at",
      right: true,
      render: (host) => <Ago at={host.created_at} />,
    },
    updated: {
      key: "updated",
      label: t("hosts.updated"),
      min: 90,
      right: true,
      render: (host) => <Ago at={host.updated_at} />,
    },
    id: {
      key: "id",
      label: t("hosts.id"),
      min: 64,
      right: true,
      render: (host) => <span className={ui.mono}>{host.id}</span>,
    },
  };
}

const RANK: Record<Status, number> = { down: 0, degraded: 1, unknown: 2, up: 3, paused: 4 };

const partOf = ({ status, checks, last_checked_at }: LiveHost): Partial<Host> => ({
  status,
  checks,
  last_checked_at,
});

function news(event: LiveEvent): LiveNews<Host> | null {
  if (event.kind !== "hosts") return null;
  const { items, gone, config } = event.data;
  return { changes: new Map(items.map((item) => [item.id, partOf(item)])), gone, config };
}

/** Hosts by filter, told by the stream what changes. */
export function hostSource(filter: HostFilter): Source<Host> {
  const byState = filter.sort === undefined || filter.sort === "status" || filter.sort === "-status";
  const worstFirst = filter.sort !== "-status" && byState;
  const narrowed = Boolean(filter.q || filter.label) || filter.group !== undefined;
  return {
    path: "/hosts",
    filter,
    keyOf: (host) => host.id,
    counted: true,
    single: true,
    placeOf: byState || filter.status ? (host) => host.status : undefined,
    enters: (change, last) =>
      !narrowed &&
      !filter.status &&
      worstFirst &&
      change.status !== undefined &&
      RANK[change.status] < RANK[last.status],
    live: { topics: ["hosts"], news },
  };
}
