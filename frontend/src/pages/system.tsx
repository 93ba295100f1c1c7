import "../i18n/parts/admin";
import { useQuery } from "@tanstack/react-query";
import { systemHealth } from "../api/queries";
import type { Health } from "../api/types";
import { t } from "../i18n";
import { bytes, number, percent } from "../i18n/intl";
import { Meter } from "../ui/meter";
import { Card, Facts, PageHeader } from "../ui/page";
import { ErrorState, Skeleton } from "../ui/states";
import { StatusGlyph } from "../ui/status";
import { duration, Since } from "../ui/time";
import ui from "../ui/ui.module.css";
import css from "./system.module.css";
import { Bundle } from "./system-bundle";
import { Engine } from "./system-engine";

export const figure = (value: number | null, digits = 1) =>
  value === null ? "–" : number(value, { maximumFractionDigits: digits });

export const glyphOf = { ok: "up", degraded: "degraded", down: "down", unknown: "unknown" } as const;

export function System() {
  const query = useQuery(systemHealth());
  const { data } = query;
  return (
    <>
      <PageHeader
        title={t("system.title")}
        sub={data ? <Running health={data} /> : t("system.sub")}
        actions={data ? <Bundle health={data} /> : null}
      />
      {data ? (
        <div className={ui.stack}>
          <Parts health={data} />
          <Engine engine={data.engine} at={query.dataUpdatedAt} />
          <div className={css.halves}>
            <Queue queue={data.queue} />
            <Stores health={data} />
          </div>
        </div>
      ) : (
        <Card flush>
          {query.error ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <Skeleton rows={8} />
          )}
        </Card>
      )}
    </>
  );
}

function Running({ health }: { health: Health }) {
  return (
    <>
      <span>{t("system.version", { version: health.version })}</span>
      {health.started_at ? (
        <span>
          {t("system.running")} <Since at={health.started_at} />
        </span>
      ) : null}
    </>
  );
}

function Parts({ health }: { health: Health }) {
  return (
    <Card title={t("system.parts")} side={<strong>{t(`system.all.${health.status}`)}</strong>} flush>
      <ul className={css.parts}>
        {health.parts.map((part) => (
          <li key={part.name} className={css.part}>
            <StatusGlyph status={glyphOf[part.status]} />
            <div>
              <strong>{t(`system.part.${part.name}`)}</strong>{" "}
              <span className={ui.small}>{t(`system.status.${part.status}`)}</span>
              <p className={ui.small}>{part.detail}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Queue({ queue }: { queue: Health["queue"] }) {
  return (
    <Card title={t("system.queue")}>
      <Facts
        items={[
          [t("system.queued"), figure(queue.queued)],
          [t("system.inWork"), figure(queue.running)],
          [t("system.failed"), figure(queue.failed)],
          [t("system.dead"), figure(queue.dead)],
          [t("system.oldest"), queue.oldest_queued_s === null ? "–" : duration(queue.oldest_queued_s)],
        ]}
      />
    </Card>
  );
}

const size = (value: number | null) => (value === null ? "–" : bytes(value));

function Stores({ health: { database, disk, redis, stream } }: { health: Health }) {
  return (
    <Card title={t("system.stores")}>
      <div className={ui.stack}>
        <Meter
          label={t("system.diskUsed")}
          text={disk.used_percent === null ? "–" : percent(disk.used_percent, 1)}
          value={disk.used_percent}
          max={100}
          warn={0.85}
          bad={0.95}
        />
        <Meter
          label={t("system.connections")}
          text={t("system.of", { used: figure(database.connections), all: figure(database.max_connections) })}
          value={database.connections}
          max={database.max_connections}
        />
        <Facts
          items={[
            [t("system.diskFree"), size(disk.free_bytes)],
            [
              t("system.daysLeft"),
              disk.days_left === null
                ? t("system.notGrowing")
                : t("system.days", { days: Math.floor(disk.days_left) }),
            ],
            [t("system.dbSize"), size(database.size_bytes)],
            [t("system.redisUsed"), redis.alive ? size(redis.used_bytes) : t("system.status.down")],
            [t("system.listeners"), stream.alive ? figure(stream.listeners) : t("system.status.down")],
          ]}
        />
      </div>
    </Card>
  );
}
