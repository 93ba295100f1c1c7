import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { type CheckFilter, checks, checkTypes, rowsOf } from "../api/queries";
import type { Check } from "../api/types";
import { latencyText } from "../charts/series";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { Card, PageHeader } from "../ui/page";
import { Empty, ErrorState, Skeleton, StaleBanner, Updated } from "../ui/states";
import { StatusBadge, Strip, statusWord } from "../ui/status";
import { Ago } from "../ui/time";
import ui from "../ui/ui.module.css";
import { useTyped } from "../ui/use-typed";
import { type Column, VTable } from "../vtable/vtable";

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
  const navigate = useNavigate({ from: "/checks" });
  const types = useQuery(checkTypes());
  const change = useCallback(
    (next: CheckFilter) =>
      void navigate({ search: (old) => ({ ...old, ...next }) as never, replace: true, resetScroll: false }),
    [navigate],
  );
  const [typed, setTyped] = useTyped(search.q ?? "", (q) => change({ q: q || undefined }));
  return (
    <>
      <PageHeader title={t("checks.title")} />
      <div className={ui.tools} role="search">
        <TextInput
          className={ui.grow}
          aria-label={t("checks.search")}
          placeholder={t("checks.search")}
          leftSection={<Icon name="search" size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={t("hosts.status")}
          value={search.status ?? ""}
          onChange={(event) => change({ status: event.currentTarget.value || undefined })}
          data={[
            { value: "", label: t("hosts.anyStatus") },
            ...STATUSES.map((status) => ({ value: status, label: statusWord(status) })),
          ]}
        />
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
      <CheckList search={search} onChange={change} />
    </>
  );
}

function CheckList({ search, onChange }: { search: CheckFilter; onChange(next: CheckFilter): void }) {
  const query = useInfiniteQuery(checks(search));
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const rows = rowsOf<Check>(query.data);
  if (!query.data)
    return (
      <Card flush>
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton />}
      </Card>
    );
  if (rows.length === 0)
    return <NoChecks filtered={Boolean(search.q || search.status || search.type)} onChange={onChange} />;
  return (
    <>
      <StaleBanner query={query} />
      <VTable
        label={t("checks.title")}
        columns={COLUMNS}
        rows={rows}
        rowKey={(check) => check.id}
        onEnd={hasNextPage ? more : undefined}
        foot={
          <span>
            {hasNextPage
              ? t("table.shownMore", { count: rows.length })
              : t("checks.shown", { count: rows.length })}{" "}
            · <Updated query={query} />
          </span>
        }
      />
    </>
  );
}

function NoChecks({ filtered, onChange }: { filtered: boolean; onChange(next: CheckFilter): void }) {
  return (
    <Card>
      {filtered ? (
        <Empty title={t("checks.noMatch")} text={t("hosts.noMatchText")}>
          <Button
            variant="default"
            onClick={() => onChange({ q: undefined, status: undefined, type: undefined })}
          >
            {t("table.clear")}
          </Button>
        </Empty>
      ) : (
        <Empty title={t("host.noChecks")} text={t("checks.noneText")}>
          <Link to="/hosts">{t("checks.toHosts")}</Link>
        </Empty>
      )}
    </Card>
  );
}
