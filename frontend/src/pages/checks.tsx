import { Button, NativeSelect } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { type CheckFilter, checks, checkTypes } from "../api/queries";
import type { Check } from "../api/types";
import { latencyText } from "../charts/series";
import { t } from "../i18n";
import { SearchBox, StatusChoice, useFilters } from "../ui/filters";
import { List } from "../ui/list";
import { PageHeader } from "../ui/page";
import { Empty } from "../ui/states";
import { StatusBadge, Strip } from "../ui/status";
import { Ago } from "../ui/time";
import ui from "../ui/ui.module.css";
import type { Column } from "../vtable/vtable";

const COLUMNS: Column<Check>[] = [
  {
    key: "status",
    label: t("hosts.status"),
    width: "110px",
    narrow: "100px",
    render: (check) => <StatusBadge status={check.status} />,
  },
  {
    key: "name",
    label: t("check.name"),
    width: "minmax(150px, 2fr)",
    narrow: "minmax(0, 1fr)",
    render: (check) => (
      <Link to="/checks/$checkId" params={{ checkId: check.id }} className={ui.rowLink} data-row>
        {check.name}
      </Link>
    ),
  },
  {
    key: "host",
    label: t("check.host"),
    width: "minmax(110px, 1fr)",
    render: (check) => check.host_name,
  },
  {
    key: "type",
    label: t("check.type"),
    width: "84px",
    render: (check) => <span className={ui.mono}>{check.type}</span>,
  },
  { key: "strip", label: t("check.strip"), width: "182px", render: (check) => <Strip strip={check.strip} /> },
  {
    key: "latency",
    label: t("chart.latency"),
    width: "84px",
    right: true,
    render: (check) => latencyText(check.latency_ms),
  },
  {
    key: "last",
    label: t("check.lastResult"),
    width: "90px",
    narrow: "74px",
    right: true,
    render: (check) => <Ago at={check.last_ts} />,
  },
];

const STATUSES = ["down", "degraded", "unknown", "pending", "up", "paused"] as const;

export function Checks() {
  const search = useSearch({ from: "/checks" });
  const types = useQuery(checkTypes());
  const change = useFilters<CheckFilter>();
  return (
    <>
      <PageHeader title={t("checks.title")} />
      <div className={ui.tools} role="search">
        <SearchBox label={t("checks.search")} q={search.q} onChange={change} />
        <StatusChoice among={STATUSES} status={search.status} onChange={change} />
        <NativeSelect
          aria-label={t("check.type")}
          value={search.type ?? ""}
          onChange={(event) => change({ type: event.currentTarget.value || undefined })}
          data={[
            { value: "", label: t("checks.anyType") },
            ...(types.data?.items.map((type) => ({ value: type.name, label: type.name })) ?? []),
          ]}
        />
      </div>
      <List
        label={t("checks.title")}
        query={useInfiniteQuery(checks(search))}
        columns={COLUMNS}
        rowKey={(check) => check.id}
        counted={(count) => t("checks.shown", { count })}
        empty={<NoChecks filtered={Boolean(search.q || search.status || search.type)} onChange={change} />}
      />
    </>
  );
}

function NoChecks({ filtered, onChange }: { filtered: boolean; onChange(next: CheckFilter): void }) {
  if (!filtered)
    return (
      <Empty title={t("host.noChecks")} text={t("checks.noneText")}>
        <Link to="/hosts">{t("checks.toHosts")}</Link>
      </Empty>
    );
  return (
    <Empty title={t("checks.noMatch")} text={t("hosts.noMatchText")}>
      <Button
        variant="default"
        onClick={() => onChange({ q: undefined, status: undefined, type: undefined })}
      >
        {t("table.clear")}
      </Button>
    </Empty>
  );
}
