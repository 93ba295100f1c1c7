import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { type HostFilter, hosts, rowsOf } from "../api/queries";
import type { Host } from "../api/types";
import { GuardedButton } from "../app/permissions";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { Card, PageHeader } from "../ui/page";
import { Empty, ErrorState, Skeleton, StaleBanner, Updated } from "../ui/states";
import { CheckShare, StatusBadge, statusWord } from "../ui/status";
import { Ago } from "../ui/time";
import ui from "../ui/ui.module.css";
import { useTyped } from "../ui/use-typed";
import { type Column, VTable } from "../vtable/vtable";

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
  const navigate = useNavigate({ from: "/hosts" });
  const query = useInfiniteQuery(hosts(search));
  const change = useCallback(
    (next: HostFilter) =>
      void navigate({ search: (old) => ({ ...old, ...next }) as never, replace: true, resetScroll: false }),
    [navigate],
  );
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
      <Tools search={search} onChange={change} />
      <StaleBanner query={query} />
      <HostList search={search} onChange={change} />
    </>
  );
}

interface PartProps {
  search: HostFilter;
  onChange(next: HostFilter): void;
}

function Tools({ search, onChange }: PartProps) {
  const [typed, setTyped] = useTyped(search.q ?? "", (q) => onChange({ q: q || undefined }));
  return (
    <div className={ui.tools} role="search">
      <TextInput
        className={ui.grow}
        aria-label={t("hosts.search")}
        placeholder={t("hosts.search")}
        leftSection={<Icon name="search" size={16} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <NativeSelect
        aria-label={t("hosts.status")}
        value={search.status ?? ""}
        onChange={(event) => onChange({ status: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: t("hosts.anyStatus") },
          ...STATUSES.map((status) => ({ value: status, label: statusWord(status) })),
        ]}
      />
      <TextInput
        aria-label={t("hosts.group")}
        placeholder={t("hosts.group")}
        w={150}
        key={search.group ?? ""}
        defaultValue={search.group ?? ""}
        onBlur={(event) => onChange({ group: event.currentTarget.value.trim() || undefined })}
        onKeyDown={(event) => {
          if (event.key === "Enter") onChange({ group: event.currentTarget.value.trim() || undefined });
        }}
      />
    </div>
  );
}

function HostList({ search, onChange }: PartProps) {
  const query = useInfiniteQuery(hosts(search));
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const rows = rowsOf<Host>(query.data);
  if (!query.data)
    return (
      <Card flush>
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton />}
      </Card>
    );
  if (rows.length === 0)
    return (
      <Card>
        <NoRows filtered={Boolean(search.q || search.status || search.group)} onChange={onChange} />
      </Card>
    );
  return (
    <VTable
      label={t("hosts.title")}
      columns={COLUMNS}
      rows={rows}
      rowKey={(host) => host.id}
      sort={search.sort}
      onSort={(sort) => onChange({ sort })}
      onEnd={hasNextPage ? more : undefined}
      foot={
        <span>
          {hasNextPage
            ? t("table.shownMore", { count: rows.length })
            : t("hosts.shown", { count: rows.length })}{" "}
          · <Updated query={query} />
        </span>
      }
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
    <Empty title={t("hosts.none")} text={t("triage.emptyText")} cli={t("hosts.cli")}>
      <GuardedButton permission="host.write" onClick={() => void navigate({ to: "/hosts/new" })}>
        {t("hosts.add")}
      </GuardedButton>
    </Empty>
  );
}
