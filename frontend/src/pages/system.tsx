import { useQuery } from "@tanstack/react-query";
import { queueStats, ready } from "../api/queries";
import type { QueueStats, Ready } from "../api/types";
import { t } from "../i18n";
import { Card, Facts, PageHeader } from "../ui/page";
import { ErrorState, Notice, Skeleton, Updated } from "../ui/states";
import { StatusBadge } from "../ui/status";
import { Table } from "../ui/table";
import { Ago, duration } from "../ui/time";
import ui from "../ui/ui.module.css";

const PARTS = ["postgresql", "redis", "schema", "checker"] as const;

export function System() {
  const state = useQuery(ready());
  const queue = useQuery(queueStats());
  return (
    <>
      <PageHeader title={t("system.title")} sub={t("system.sub")} actions={<Updated query={queue} />} />
      <div className={ui.stack}>
        <Card title={t("system.parts")}>
          {state.data ? (
            <Parts ready={state.data} />
          ) : state.error ? (
            <ErrorState error={state.error} onRetry={() => void state.refetch()} />
          ) : (
            <Skeleton rows={2} />
          )}
        </Card>
        {queue.data ? (
          <Queue stats={queue.data} />
        ) : queue.error ? (
          <ErrorState error={queue.error} onRetry={() => void queue.refetch()} />
        ) : (
          <Skeleton rows={4} />
        )}
      </div>
    </>
  );
}

function Parts({ ready }: { ready: Ready }) {
  return (
    <Facts
      items={PARTS.map((part) => [
        t(`system.${part}`),
        <StatusBadge key={part} status={ready[part] ? "up" : "down"} />,
      ])}
    />
  );
}

function Queue({ stats }: { stats: QueueStats }) {
  const { jobs } = stats;
  return (
    <>
      {jobs.dead > 0 ? <Notice tone="warn">{t("system.dead", { count: jobs.dead })}</Notice> : null}
      <Card title={t("system.jobs")}>
        <Facts
          items={[
            [t("system.queued"), String(jobs.queued)],
            [t("system.running"), String(jobs.running)],
            [t("system.done"), String(jobs.done)],
            [t("system.failed"), String(jobs.failed)],
            [t("system.deadJobs"), String(jobs.dead)],
            [t("system.oldest"), jobs.oldest_queued_s === null ? "–" : duration(jobs.oldest_queued_s)],
          ]}
        />
      </Card>
      <Card title={t("system.workers")} flush>
        <Table
          plain
          label={t("system.workers")}
          rows={stats.workers}
          rowKey={(worker) => worker.instance}
          cols={[
            { label: t("system.role"), render: (worker) => <strong>{worker.role}</strong> },
            {
              label: t("system.alive"),
              render: (worker) => <StatusBadge status={worker.alive ? "up" : "down"} />,
            },
            {
              label: t("system.instance"),
              render: (worker) => <span className={ui.mono}>{worker.instance}</span>,
            },
            { label: t("system.started"), render: (worker) => <Ago at={worker.started_at} /> },
            { label: t("system.seen"), render: (worker) => <Ago at={worker.last_seen_at} /> },
          ]}
        />
      </Card>
    </>
  );
}
