import { Button, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type HostFilter, hosts } from "../api/queries";
import type { Host } from "../api/types";
import { GuardedButton } from "../app/permissions";
import { t } from "../i18n";
import { SearchBox, StatusChoice, useFilters } from "../ui/filters";
import { Icon } from "../ui/icons";
import { List } from "../ui/list";
import { PageHeader } from "../ui/page";
import { Empty } from "../ui/states";
import { CheckShare, StatusBadge } from "../ui/status";
import { Ago } from "../ui/time";
import ui from "../ui/ui.module.css";
import type { Column } from "../vtable/vtable";

const COLUMNS: Column<Host>[] = [
  {
    key: "status",
    label: t("hosts.status"),
    width: "110px",
    narrow: "100px",
    sort: "status",
    render: (host) => <StatusBadge status={host.status} />,
  },
  {
    key: "name",
    label: t("hosts.name"),
    width: "minmax(140px, 2fr)",
    narrow: "minmax(0, 1fr)",
    sort: "name",
    render: (host) => (
      <Link to="/hosts/$hostId" params={{ hostId: host.id }} className={ui.rowLink} data-row>
        {host.name}
      </Link>
    ),
  },
  {
    key: "address",
    label: t("hosts.address"),
    width: "minmax(120px, 1.4fr)",
    render: (host) => <span className={ui.mono}>{host.address}</span>,
  },
  { key: "group", label: t("hosts.group"), width: "minmax(80px, 1fr)", render: (host) => host.group ?? "" },
  {
    key: "checks",
    label: t("hosts.checks"),
    width: "182px",
    render: (host) => <CheckShare checks={host.checks} />,
  },
  {
    key: "last",
    label: t("hosts.lastChecked"),
    width: "96px",
    narrow: "74px",
    right: true,
    render: (host) => <Ago at={host.last_checked_at} />,
  },
];

const STATUSES = ["down", "degraded", "unknown", "up", "paused"] as const;

export function Hosts() {
  const search = useSearch({ from: "/hosts" });
  const navigate = useNavigate();
  const change = useFilters<HostFilter>();
  return (
    <>
      <PageHeader
        title={t("hosts.title")}
        actions={
          <GuardedButton
            permission="host.write"
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => void navigate({ to: "/hosts/new" })}
          >
            {t("hosts.add")}
          </GuardedButton>
        }
      />
      <div className={ui.tools} role="search">
        <SearchBox label={t("hosts.search")} q={search.q} onChange={change} />
        <StatusChoice among={STATUSES} status={search.status} onChange={change} />
        <GroupBox group={search.group} onChange={change} />
      </div>
      <List
        label={t("hosts.title")}
        query={useInfiniteQuery(hosts(search))}
        columns={COLUMNS}
        rowKey={(host) => host.id}
        sort={search.sort}
        onSort={(sort) => change({ sort })}
        counted={(count) => t("hosts.shown", { count })}
        empty={<NoRows filtered={Boolean(search.q || search.status || search.group)} onChange={change} />}
      />
    </>
  );
}

interface GroupProps {
  group: string | undefined;
  onChange(next: HostFilter): void;
}

/** A group is a whole word, so it is asked for when the word is finished. */
function GroupBox({ group, onChange }: GroupProps) {
  const report = (text: string) => onChange({ group: text.trim() || undefined });
  return (
    <TextInput
      aria-label={t("hosts.group")}
      placeholder={t("hosts.group")}
      w={150}
      key={group ?? ""}
      defaultValue={group ?? ""}
      onBlur={(event) => report(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") report(event.currentTarget.value);
      }}
    />
  );
}

function NoRows({ filtered, onChange }: { filtered: boolean; onChange(next: HostFilter): void }) {
  const navigate = useNavigate();
  if (filtered)
    return (
      <Empty title={t("hosts.noMatch")} text={t("hosts.noMatchText")}>
        <Button
          variant="default"
          onClick={() => onChange({ q: undefined, status: undefined, group: undefined })}
        >
          {t("table.clear")}
        </Button>
      </Empty>
    );
  return (
    <Empty
      title={t("hosts.none")}
      text={t("triage.emptyText")}
      cli={t("hosts.cli", { origin: location.origin })}
    >
      <GuardedButton permission="host.write" onClick={() => void navigate({ to: "/hosts/new" })}>
        {t("hosts.add")}
      </GuardedButton>
    </Empty>
  );
}
