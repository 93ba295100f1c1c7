import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { labelNames } from "../api/queries";
import type { Host } from "../api/types";
import { GuardedButton } from "../app/permissions";
import { lookUp, t } from "../i18n";
import { useChoosing } from "../lists/choosing";
import { Chips, Display } from "../lists/display";
import { List } from "../lists/list";
import { rememberOrder } from "../lists/neighbours";
import { useList } from "../lists/use-list";
import { namesOf, namesText, useChange } from "../lists/view-state";
import { Views } from "../lists/views";
import { SearchBox, StatusChoice } from "../ui/filters";
import { Icon } from "../ui/icons";
import { PageHeader } from "../ui/page";
import { Empty } from "../ui/states";
import ui from "../ui/ui.module.css";
import { HOST_COLUMNS, hostColumnKeys, hostColumnName, hostColumns, hostSource } from "./host-columns";

const HostBulk = lazy(() => import("./host-bulk"));
const HostGroups = lazy(() => import("./host-groups"));

const STATUSES = ["down", "degraded", "unknown", "up", "paused"] as const;
const FILTERS = ["q", "status", "group", "label"] as const;
const SORTS = ["name", "last_checked_at", "-last_checked_at", "group", "address", "-created_at"];

export interface HostSearch extends Partial<Record<(typeof FILTERS)[number], string>> {
  sort?: string;
  cols?: string;
  by?: string;
  open?: string;
  sel?: string;
  view?: string;
}

export function Hosts() {
  const search: HostSearch = useSearch({ from: "/hosts" });
  const navigate = useNavigate();
  const change = useChange<HostSearch>();
  return (
    <>
      <PageHeader
        title={t("hosts.title")}
        actions={
          <>
            <Views page="hosts" search={search as Record<string, string>} />
            <GuardedButton
              permission="host.write"
              leftSection={<Icon name="plus" size={16} />}
              onClick={() => void navigate({ to: "/hosts/new" })}
            >
              {t("hosts.add")}
            </GuardedButton>
          </>
        }
      />
      <div className={ui.tools} role="search">
        <SearchBox label={t("hosts.search")} q={search.q} onChange={change} />
        <StatusChoice among={STATUSES} status={search.status} onChange={change} />
        <HostDisplay search={search} onChange={change} />
      </div>
      <Chips
        items={(["group", "label"] as const).flatMap((name): [string, string][] => {
          const value = search[name];
          return value === undefined ? [] : [[name, `${t(`hosts.filter.${name}`)}: ${value}`]];
        })}
        onClear={(name) => change({ [name]: undefined })}
      />
      <Rows search={search} onChange={change} />
    </>
  );
}

interface PartProps {
  search: HostSearch;
  onChange(next: { [Name in keyof HostSearch]?: string | undefined }): void;
}

function HostDisplay({ search, onChange }: PartProps) {
  const labels = useQuery(labelNames()).data?.items.map((each) => each.name) ?? [];
  const shown = search.cols ? namesOf(search.cols) : HOST_COLUMNS;
  const word = (name: "group" | "label", example: string) => (
    <TextInput
      key={`${name}${search[name] ?? ""}`}
      label={t(`hosts.filter.${name}`)}
      placeholder={example}
      defaultValue={search[name] ?? ""}
      onBlur={(event) => onChange({ [name]: event.currentTarget.value.trim() || undefined })}
      onKeyDown={(event) => {
        if (event.key === "Enter") onChange({ [name]: event.currentTarget.value.trim() || undefined });
      }}
    />
  );
  return (
    <Display
      columns={hostColumnKeys(labels).map((value) => ({ value, label: hostColumnName(value) }))}
      shown={shown}
      onColumns={(next) => onChange({ cols: namesText(next) })}
      sorts={SORTS.map((value) => ({ value, label: lookUp(`hosts.sort.${value}`) ?? value }))}
      sort={search.sort}
      onSort={(sort) => onChange({ sort })}
      groupings={[
        { value: "group", label: t("hosts.group") },
        ...labels.map((name) => ({ value: `label:${name}`, label: t("hosts.byLabel", { name }) })),
      ]}
      by={search.by}
      onBy={(by) => onChange({ by, open: undefined })}
    >
      {word("group", "web")}
      {word("label", t("host.labelsExample"))}
    </Display>
  );
}

/** The words the server filters by; what is only shown differently stands elsewhere. */
function filterOf(search: HostSearch) {
  const { q, status, group, label, sort } = search;
  return { q, status, group, label, sort };
}

function Rows({ search, onChange }: PartProps) {
  const columns = useMemo(
    () => hostColumns(search.cols ? namesOf(search.cols) : HOST_COLUMNS),
    [search.cols],
  );
  if (search.by)
    return (
      <Suspense fallback={null}>
        <HostGroups
          by={search.by}
          filter={filterOf(search)}
          columns={columns}
          open={search.open}
          onOpen={(open) => onChange({ open })}
        />
      </Suspense>
    );
  return <Flat search={search} onChange={onChange} columns={columns} />;
}

function Flat({ search, onChange, columns }: PartProps & { columns: ReturnType<typeof hostColumns> }) {
  const source = hostSource(filterOf(search));
  const state = useList<Host>(source);
  rememberOrder("hosts", state.rows);
  const { selection, used } = useChoosing(
    state.rows,
    search.sel,
    useCallback((sel) => onChange({ sel }), [onChange]),
  );
  const filtered = FILTERS.some((name) => search[name] !== undefined);
  return (
    <>
      <List
        label={t("hosts.title")}
        state={state}
        columns={columns}
        rowKey={keyOf}
        rowName={nameOf}
        sort={search.sort}
        onSort={(sort) => onChange({ sort })}
        counted={(count) => t("hosts.shown", { count })}
        selection={selection}
        empty={<NoRows filtered={filtered} onChange={onChange} />}
      />
      <Suspense fallback={null}>
        {used ? <HostBulk source={source} state={state} selection={selection} /> : null}
      </Suspense>
    </>
  );
}

const keyOf = (host: Host) => host.id;
const nameOf = (host: Host) => host.name;

function NoRows({ filtered, onChange }: { filtered: boolean; onChange: PartProps["onChange"] }) {
  const navigate = useNavigate();
  if (filtered)
    return (
      <Empty title={t("hosts.noMatch")} text={t("hosts.noMatchText")}>
        <Button
          variant="default"
          onClick={() => onChange(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}
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
