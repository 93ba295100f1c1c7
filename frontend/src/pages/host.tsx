import { NativeSelect } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { patch, remove } from "../api/client";
import { hostChecks, host as hostQuery, hostTimeline } from "../api/queries";
import type { Check, Host } from "../api/types";
import { GuardedButton } from "../app/permissions";
import { LatencyCard, type Range, rangeOf } from "../charts/latency-card";
import { t } from "../i18n";
import { ConfirmDialog } from "../ui/dialogs";
import { Icon } from "../ui/icons";
import { Card, PageHeader } from "../ui/page";
import { Empty, ErrorState, Skeleton, Updated } from "../ui/states";
import { StatusBadge } from "../ui/status";
import { toastProblem, toastWithUndo } from "../ui/toast";
import ui from "../ui/ui.module.css";
import { Changes } from "./changes";
import { CheckRows } from "./check-row";
import css from "./host.module.css";

export function HostPage() {
  const { hostId } = useParams({ from: "/hosts/$hostId" });
  const query = useQuery(hostQuery(hostId));
  const host = query.data;
  if (!host)
    return query.error ? (
      <ErrorState page error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Card flush>
        <Skeleton rows={8} />
      </Card>
    );
  return (
    <>
      <PageHeader
        title={host.name}
        crumbs={<Link to="/hosts">{t("hosts.title")}</Link>}
        sub={<HostFacts host={host} updated={<Updated query={query} />} />}
        actions={<HostActions host={host} />}
      />
      <div className={ui.stack}>
        <HostChecks host={host} />
        <Timeline id={hostId} />
      </div>
    </>
  );
}

function HostFacts({ host, updated }: { host: Host; updated: ReactNode }) {
  const labels = Object.entries(host.labels);
  return (
    <>
      <StatusBadge status={host.status} pill />
      <span className={ui.mono}>{host.address}</span>
      {host.group ? <span>{host.group}</span> : null}
      {host.criticality === "high" || host.criticality === "critical" ? (
        <span>{t("host.critical", { level: t(`criticality.${host.criticality}`) })}</span>
      ) : null}
      {labels.map(([name, value]) => (
        <span key={name} className={css.label}>
          {name}={value}
        </span>
      ))}
      {updated}
    </>
  );
}

function HostActions({ host }: { host: Host }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const enable = async (enabled: boolean) => {
    await patch<Host>(`/hosts/${host.id}`, { enabled });
    await queries.invalidateQueries();
  };
  const toggle = async () => {
    try {
      await enable(!host.enabled);
      const name = host.name;
      toastWithUndo(host.enabled ? t("host.paused", { name }) : t("host.resumed", { name }), () =>
        enable(host.enabled),
      );
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <>
      <GuardedButton
        permission="check.write"
        leftSection={<Icon name="plus" size={16} />}
        onClick={() => void navigate({ to: "/hosts/$hostId/checks/new", params: { hostId: host.id } })}
      >
        {t("check.add")}
      </GuardedButton>
      <GuardedButton
        permission="host.write"
        variant="default"
        leftSection={<Icon name="edit" size={16} />}
        onClick={() => void navigate({ to: "/hosts/$hostId/edit", params: { hostId: host.id } })}
      >
        {t("common.edit")}
      </GuardedButton>
      <GuardedButton
        permission="host.write"
        variant="default"
        leftSection={<Icon name={host.enabled ? "pause" : "play"} size={16} />}
        onClick={() => void toggle()}
      >
        {host.enabled ? t("common.pause") : t("common.resume")}
      </GuardedButton>
      <GuardedButton
        permission="host.write"
        variant="default"
        leftSection={<Icon name="trash" size={16} />}
        onClick={() => setDeleting(true)}
      >
        {t("common.delete")}
      </GuardedButton>
      <ConfirmDialog
        title={t("host.deleteTitle")}
        text={t("host.deleteText", { name: host.name, count: host.checks.total })}
        name={host.name}
        action={t("host.deleteTitle")}
        opened={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={async () => {
          await remove(`/hosts/${host.id}`);
          await navigate({ to: "/hosts" });
          await queries.invalidateQueries({ predicate: (each) => each.queryKey[0] !== `/hosts/${host.id}` });
        }}
      />
    </>
  );
}

function HostChecks({ host }: { host: Host }) {
  const query = useQuery(hostChecks(host.id));
  const navigate = useNavigate();
  const checks = query.data?.items;
  if (!checks)
    return (
      <Card title={t("host.checks")} flush>
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={3} />
        )}
      </Card>
    );
  if (checks.length === 0)
    return (
      <Card title={t("host.checks")}>
        <Empty title={t("host.noChecks")} text={t("host.noChecksText")}>
          <GuardedButton
            permission="check.write"
            onClick={() => void navigate({ to: "/hosts/$hostId/checks/new", params: { hostId: host.id } })}
          >
            {t("check.add")}
          </GuardedButton>
        </Empty>
      </Card>
    );
  return (
    <>
      <Card title={t("host.checks")} flush>
        <CheckRows checks={checks} />
      </Card>
      <HostChart checks={checks} />
    </>
  );
}

/** One chart for the host: of the check in the address, else of the first that has results. */
function HostChart({ checks }: { checks: Check[] }) {
  const search = useSearch({ from: "/hosts/$hostId" });
  const navigate = useNavigate({ from: "/hosts/$hostId" });
  const chosen =
    checks.find((each) => String(each.id) === search.check) ??
    checks.find((each) => each.last_ts) ??
    checks[0];
  if (!chosen) return null;
  const change = (next: { check?: string; range?: Range }) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  return (
    <LatencyCard
      check={chosen}
      range={rangeOf(search.range)}
      onRange={(range) => change({ range })}
      picker={
        checks.length > 1 ? (
          <NativeSelect
            size="xs"
            aria-label={t("chart.check")}
            value={String(chosen.id)}
            data={checks.map((each) => ({ value: String(each.id), label: each.name }))}
            onChange={(event) => change({ check: event.currentTarget.value })}
          />
        ) : null
      }
    />
  );
}

function Timeline({ id }: { id: number }) {
  const { data } = useQuery(hostTimeline(id));
  const changes = data?.items.filter((each) => each.from !== null) ?? [];
  if (changes.length === 0) return null;
  return (
    <Card title={t("triage.changes")} flush>
      <Changes changes={changes} />
    </Card>
  );
}
