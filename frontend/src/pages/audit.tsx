import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { get } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import type { AuditFilter } from "../api/queries";
import type { AuditRow, AuditVerdict } from "../api/types";
import { lookUp, t } from "../i18n";
import { fromInput, toInput } from "../i18n/intl";
import { List } from "../lists/list";
import { useList } from "../lists/use-list";
import { Dialog } from "../ui/dialogs";
import { useFilters } from "../ui/filters";
import { Icon } from "../ui/icons";
import { PageHeader } from "../ui/page";
import { Empty, Notice, ProblemNotice } from "../ui/states";
import { Moment } from "../ui/time";
import ui from "../ui/ui.module.css";
import { useTyped } from "../ui/use-typed";
import type { Column } from "../vtable/vtable";
import css from "./audit.module.css";
import { AuditDetail, targetText } from "./audit-detail";

const OUTCOMES = ["ok", "denied", "failed"] as const;

export function Audit() {
  const search = useSearch({ from: "/audit" });
  const change = useFilters<AuditFilter>();
  const verify = useVerify();
  return (
    <>
      <PageHeader
        title={t("audit.title")}
        sub={t("audit.sub")}
        actions={
          <Button
            variant="default"
            loading={verify.busy}
            leftSection={<Icon name="shield" size={16} />}
            onClick={() => void verify.start()}
          >
            {t("audit.verify")}
          </Button>
        }
      />
      <ProblemNotice problem={verify.problem} />
      {verify.verdict ? (
        <Notice tone={verify.verdict.ok ? "info" : "bad"}>{verdictText(verify.verdict)}</Notice>
      ) : null}
      <Filters search={search} onChange={change} />
      <Rows search={search} onChange={change} />
    </>
  );
}

function useVerify() {
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setVerdict(await get<AuditVerdict>("/audit/verify"));
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return { verdict, problem, busy, start };
}

function verdictText(verdict: AuditVerdict): string {
  if (verdict.ok) return t("audit.good", { checked: verdict.checked, head: verdict.head_seq });
  if (verdict.first_bad_seq !== null) return t("audit.bad", { seq: verdict.first_bad_seq });
  return t("audit.missing", { head: verdict.head_seq });
}

interface PartProps {
  search: AuditFilter;
  onChange(next: AuditFilter): void;
}

function Filters({ search, onChange }: PartProps) {
  const [q, setQ] = useTyped(search.q ?? "", (value) => onChange({ q: value || undefined }));
  const [action, setAction] = useTyped(search.action ?? "", (value) =>
    onChange({ action: value || undefined }),
  );
  const when = (name: "from" | "to") => (
    <TextInput
      type="datetime-local"
      label={t(name === "from" ? "audit.from" : "audit.to")}
      value={toInput(search[name])}
      onChange={(event) => {
        const value = event.currentTarget.value;
        onChange({ [name]: fromInput(value) });
      }}
    />
  );
  return (
    <div className={ui.tools} role="search">
      <TextInput
        className={ui.grow}
        label={t("audit.search")}
        leftSection={<Icon name="search" size={16} />}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      <TextInput
        label={t("audit.action")}
        value={action}
        onChange={(event) => setAction(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("audit.outcome")}
        value={search.outcome ?? ""}
        onChange={(event) => onChange({ outcome: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: t("audit.any") },
          ...OUTCOMES.map((value) => ({ value, label: lookUp(`outcome.${value}`) ?? value })),
        ]}
      />
      {when("from")}
      {when("to")}
    </div>
  );
}

function columns(open: (row: AuditRow) => void): Column<AuditRow>[] {
  return [
    {
      key: "outcome",
      label: t("audit.outcome"),
      min: 90,
      render: (row) => (
        <span className={row.outcome === "ok" ? undefined : css.refused}>
          {lookUp(`outcome.${row.outcome}`) ?? row.outcome}
        </span>
      ),
    },
    { key: "at", label: t("chart.time"), min: 170, render: (row) => <Moment at={row.at} /> },
    {
      key: "action",
      label: t("audit.action"),
      min: 130,
      grow: 1.2,
      title: true,
      render: (row) => (
        <button type="button" className={`${ui.rowLink} ${css.open}`} data-row onClick={() => open(row)}>
          {row.action}
        </button>
      ),
    },
    {
      key: "actor",
      label: t("audit.actor"),
      min: 120,
      grow: 1,
      render: (row) => row.actor.name ?? lookUp(`actor.${row.actor.kind}`) ?? row.actor.kind,
    },
    {
      key: "target",
      label: t("audit.target"),
      min: 120,
      grow: 1.2,
      render: (row) => targetText(row),
    },
    {
      key: "ip",
      label: t("audit.ip"),
      min: 120,
      render: (row) => <span className={ui.mono}>{row.ip}</span>,
    },
    { key: "seq", label: t("audit.seq"), min: 64, right: true, render: (row) => row.seq },
  ];
}

function Rows({ search, onChange }: PartProps) {
  const [opened, setOpened] = useState<AuditRow | null>(null);
  const cols = useState(() => columns(setOpened))[0];
  return (
    <>
      <List
        label={t("audit.title")}
        state={useList<AuditRow>({ path: "/audit", filter: search, keyOf: (row) => row.seq })}
        columns={cols}
        rowKey={(row) => row.seq}
        counted={(count) => t("audit.shown", { count })}
        empty={<NoRows onChange={onChange} />}
      />
      <Dialog title={opened?.action ?? ""} opened={opened !== null} onClose={() => setOpened(null)} size="lg">
        {opened ? <AuditDetail row={opened} /> : null}
      </Dialog>
    </>
  );
}

function NoRows({ onChange }: { onChange: PartProps["onChange"] }) {
  const clear = { q: undefined, action: undefined, outcome: undefined, from: undefined, to: undefined };
  return (
    <Empty title={t("audit.none")} text={t("audit.noneText")}>
      <Button variant="default" onClick={() => onChange(clear)}>
        {t("table.clear")}
      </Button>
    </Empty>
  );
}
