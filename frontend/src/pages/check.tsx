import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { patch, post, remove } from "../api/client";
import { useLiveDetail } from "../api/live-detail";
import { check as checkQuery, checkTypes, results } from "../api/queries";
import type { Check } from "../api/types";
import { GuardedButton } from "../app/permissions";
import { LatencyCard, zoomOf, zoomText } from "../charts/latency-card";
import { RANGES, rangeOf } from "../charts/ranges";
import { axisText, latencyText } from "../charts/series";
import { t } from "../i18n";
import { ConfirmDialog } from "../ui/dialogs";
import { Icon } from "../ui/icons";
import { messageText } from "../ui/message";
import { Card, Facts, PageHeader } from "../ui/page";
import { RunResult } from "../ui/run-result";
import { ErrorState, Notice, Skeleton } from "../ui/states";
import { StatusBadge, Strip } from "../ui/status";
import { Ago, duration, Since } from "../ui/time";
import { toastProblem, toastWithUndo } from "../ui/toast";
import ui from "../ui/ui.module.css";
import { useRun } from "../ui/use-run";
import { PushUrlDialog } from "./check-form";
import { Latest } from "./latest";
import { changedParams, labelOf } from "./params";

export function CheckPage() {
  const { checkId } = useParams({ from: "/checks/$checkId" });
  const query = useQuery(checkQuery(checkId));
  const check = query.data;
  if (!check)
    return query.error ? (
      <ErrorState page error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Card flush>
        <Skeleton rows={8} />
      </Card>
    );
  return <Found key={checkId} check={check} />;
}

function Found({ check }: { check: Check }) {
  const search = useSearch({ from: "/checks/$checkId" });
  const navigate = useNavigate({ from: "/checks/$checkId" });
  const now = useRun(`/checks/${check.id}/run`, `${check.host_name} · ${check.name}`);
  const range = rangeOf(search.range);
  useLiveDetail(`check:${check.id}`);
  return (
    <>
      <PageHeader
        title={check.name}
        crumbs={
          <>
            <Link to="/hosts">{t("hosts.title")}</Link>
            <span aria-hidden="true">/</span>
            <Link to="/hosts/$hostId" params={{ hostId: check.host_id }}>
              {check.host_name}
            </Link>
          </>
        }
        sub={
          <>
            <StatusBadge status={check.status} pill />
            {check.since ? <Since at={check.since} /> : null}
          </>
        }
        actions={<CheckActions check={check} onRun={now.start} running={now.busy} />}
      />
      <div className={ui.stack}>
        <RunResult state={now} />
        <Trouble check={check} />
        <CheckFacts check={check} seconds={RANGES[range]} />
        <LatencyCard
          check={check}
          range={range}
          zoom={zoomOf(search.zoom)}
          onZoom={(zoom) =>
            void navigate({
              search: (old: object) => ({ ...old, zoom: zoomText(zoom) }) as never,
              replace: true,
              resetScroll: false,
            })
          }
        />
        <Latest check={check} seconds={RANGES[range]} />
      </div>
    </>
  );
}

function Trouble({ check }: { check: Check }) {
  if (check.status === "up" || check.status === "pending" || check.status === "paused") return null;
  const text = messageText(check);
  return text ? <Notice tone={check.status === "down" ? "bad" : "warn"}>{text}</Notice> : null;
}

/** The state row is written only now and then while nothing changes; the newest sample is exact. */
function useNewest(check: Check, seconds: number): { at: string | null; latency: number | null } {
  const newest = useQuery(results(check.id, seconds)).data?.at(-1);
  if (!newest || (check.last_ts && Date.parse(newest.ts) < Date.parse(check.last_ts)))
    return { at: check.last_ts, latency: check.latency_ms };
  return { at: newest.ts, latency: newest.latency_ms };
}

function CheckFacts({ check, seconds }: { check: Check; seconds: number }) {
  const newest = useNewest(check, seconds);
  const type = useQuery(checkTypes()).data?.items.find((each) => each.name === check.type);
  return (
    <Card>
      <Facts
        items={[
          [t("check.type"), check.type],
          [t("check.lastResult"), <Ago key="last" at={newest.at} />],
          [t("chart.latency"), latencyText(newest.latency)],
          [t("check.interval"), duration(check.interval_s)],
          ...(check.type === "heartbeat"
            ? []
            : ([
                [t("check.timeout"), axisText(check.timeout_ms)],
                [t("check.retries"), String(check.retries)],
              ] as [string, string][])),
          [t("check.strip"), <Strip key="strip" strip={check.strip} />],
          ...changedParams(type?.params ?? [], check.params).map(([name, value]): [string, string] => [
            labelOf(name),
            typeof value === "object" ? JSON.stringify(value) : String(value),
          ]),
        ]}
      />
    </Card>
  );
}

interface ActionsProps {
  check: Check;
  running: boolean;
  onRun(): Promise<void>;
}

function CheckActions({ check, running, onRun }: ActionsProps) {
  const navigate = useNavigate();
  return (
    <>
      {check.type === "heartbeat" ? (
        <NewPushUrl check={check} />
      ) : (
        <GuardedButton
          permission="check.run"
          loading={running}
          leftSection={<Icon name="run" size={16} />}
          onClick={() => void onRun()}
        >
          {t("check.runNow")}
        </GuardedButton>
      )}
      <GuardedButton
        permission="check.write"
        variant="default"
        leftSection={<Icon name="edit" size={16} />}
        onClick={() => void navigate({ to: "/checks/$checkId/edit", params: { checkId: check.id } })}
      >
        {t("common.edit")}
      </GuardedButton>
      <PauseButton check={check} />
      <DeleteButton check={check} />
    </>
  );
}

function PauseButton({ check }: { check: Check }) {
  const queries = useQueryClient();
  const enable = async (enabled: boolean) => {
    await patch<Check>(`/checks/${check.id}`, { enabled });
    await queries.invalidateQueries();
  };
  const toggle = async () => {
    try {
      await enable(!check.enabled);
      const name = check.name;
      toastWithUndo(check.enabled ? t("host.paused", { name }) : t("host.resumed", { name }), () =>
        enable(check.enabled),
      );
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <GuardedButton
      permission="check.write"
      variant="default"
      leftSection={<Icon name={check.enabled ? "pause" : "play"} size={16} />}
      onClick={() => void toggle()}
    >
      {check.enabled ? t("common.pause") : t("common.resume")}
    </GuardedButton>
  );
}

function DeleteButton({ check }: { check: Check }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <GuardedButton
        permission="check.write"
        variant="default"
        leftSection={<Icon name="trash" size={16} />}
        onClick={() => setAsking(true)}
      >
        {t("common.delete")}
      </GuardedButton>
      <ConfirmDialog
        title={t("check.deleteTitle")}
        text={t("check.deleteText", { name: check.name })}
        name={check.name}
        action={t("check.deleteTitle")}
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          await remove(`/checks/${check.id}`);
          await navigate({ to: "/hosts/$hostId", params: { hostId: check.host_id } });
          await queries.invalidateQueries({
            predicate: (each) => each.queryKey[0] !== `/checks/${check.id}`,
          });
        }}
      />
    </>
  );
}

function NewPushUrl({ check }: { check: Check }) {
  const [found, setFound] = useState<{ url: string } | null>(null);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <GuardedButton
        permission="check.write"
        leftSection={<Icon name="link" size={16} />}
        onClick={() => setAsking(true)}
      >
        {t("push.new")}
      </GuardedButton>
      <ConfirmDialog
        title={t("push.new")}
        text={t("push.newText")}
        name={null}
        action={t("push.new")}
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          const answer = await post<{ push_url: string }>(`/checks/${check.id}/push-token`);
          setFound({ url: answer.push_url });
        }}
      />
      <PushUrlDialog found={found} onClose={() => setFound(null)} />
    </>
  );
}
