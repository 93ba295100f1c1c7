import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { checkTypes } from "../api/queries";
import type { Check } from "../api/types";
import { lookUp, t } from "../i18n";
import { useChoosing } from "../lists/choosing";
import { Display } from "../lists/display";
import { List } from "../lists/list";
import { rememberOrder } from "../lists/neighbours";
import { useList } from "../lists/use-list";
import { namesOf, namesText, useChange } from "../lists/view-state";
import { Views } from "../lists/views";
import { SearchBox, StatusChoice } from "../ui/filters";
import { PageHeader } from "../ui/page";
import { Empty } from "../ui/states";
import ui from "../ui/ui.module.css";
import {
  ALL_CHECK_COLUMNS,
  CHECK_COLUMNS,
  checkColumnName,
  checkColumns,
  checkSource,
} from "./check-columns";

const CheckBulk = lazy(() => import("./check-bulk"));

const STATUSES = ["down", "degraded", "unknown", "pending", "up", "paused"] as const;
const SORTS = ["name", "host_name", "type", "-latency_ms", "last_ts", "-last_ts"];

interface CheckSearch {
  q?: string;
  status?: string;
  type?: string;
  sort?: string;
  cols?: string;
  sel?: string;
  view?: string;
}

interface PartProps {
  search: CheckSearch;
  onChange(next: { [Name in keyof CheckSearch]?: string | undefined }): void;
}

export function Checks() {
  const search: CheckSearch = useSearch({ from: "/checks" });
  const types = useQuery(checkTypes());
  const change = useChange<CheckSearch>() as PartProps["onChange"];
  return (
    <>
      <PageHeader
        title={t("checks.title")}
        actions={<Views page="checks" search={search as Record<string, string>} />}
      />
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
        <Display
          columns={ALL_CHECK_COLUMNS.map((value) => ({ value, label: checkColumnName(value) }))}
          shown={search.cols ? namesOf(search.cols) : CHECK_COLUMNS}
          onColumns={(next) => change({ cols: namesText(next) })}
          sorts={SORTS.map((value) => ({ value, label: lookUp(`checks.sort.${value}`) ?? value }))}
          sort={search.sort}
          onSort={(sort) => change({ sort })}
        />
      </div>
      <Rows search={search} onChange={change} />
    </>
  );
}

function Rows({ search, onChange }: PartProps) {
  const { q, status, type, sort } = search;
  const source = checkSource({ q, status, type, sort });
  const state = useList<Check>(source);
  rememberOrder("checks", state.rows);
  const columns = useMemo(
    () => checkColumns(search.cols ? namesOf(search.cols) : CHECK_COLUMNS),
    [search.cols],
  );
  const { selection, used } = useChoosing(
    state.rows,
    search.sel,
    useCallback((sel) => onChange({ sel }), [onChange]),
  );
  return (
    <>
      <List
        label={t("checks.title")}
        state={state}
        columns={columns}
        rowKey={keyOf}
        rowName={nameOf}
        sort={sort}
        onSort={(next) => onChange({ sort: next })}
        counted={(count) => t("checks.shown", { count })}
        selection={selection}
        empty={<NoChecks filtered={Boolean(q || status || type)} onChange={onChange} />}
      />
      <Suspense fallback={null}>
        {used ? <CheckBulk source={source} state={state} selection={selection} /> : null}
      </Suspense>
    </>
  );
}

const keyOf = (check: Check) => check.id;
const nameOf = (check: Check) => t("changes.name", { host: check.host_name, check: check.name });

function NoChecks({ filtered, onChange }: { filtered: boolean; onChange: PartProps["onChange"] }) {
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
