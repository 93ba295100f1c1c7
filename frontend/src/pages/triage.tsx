import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef } from "react";
import { me, overview, someChecks } from "../api/queries";
import type { Change, Host, Overview, Status } from "../api/types";
import { GuardedButton } from "../app/permissions";
import { useLive } from "../app/use-live";
import { t } from "../i18n";
import { number } from "../i18n/intl";
import { Icon } from "../ui/icons";
import { Card, PageHeader } from "../ui/page";
import { Empty, ErrorState, Notice, Skeleton } from "../ui/states";
import { CheckShare, StatusBadge, StatusGlyph } from "../ui/status";
import { Ago } from "../ui/time";
import ui from "../ui/ui.module.css";
import { Changes } from "./changes";
import { CheckRows } from "./check-row";
import css from "./triage.module.css";

const FirstSteps = lazy(() => import("./first-steps"));
const ThisServer = lazy(() => import("./this-server"));
const TILES: Status[] = ["down", "degraded", "unknown", "up", "paused"];

const PACE_MS = 1_000;

/** What changes is read anew at once, but not more than once a second. */
function useLiveOverview(): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useLive(["hosts", "changes"], () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void queries.invalidateQueries({ queryKey: ["/overview"] });
      void queries.invalidateQueries({ queryKey: someChecks().queryKey });
    }, PACE_MS);
  });
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
    },
    [],
  );
}

export function Triage() {
  const query = useQuery(overview());
  useLiveOverview();
  const { data } = query;
  return (
    <>
      <PageHeader title={t("triage.title")} />
      <div className={ui.stack}>
        <ProtectAccount />
        {data ? (
          <Situation data={data} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Card flush>
            <Skeleton rows={8} />
          </Card>
        )}
      </div>
    </>
  );
}

/** Administrators without a second factor are asked for one until they have it. */
function ProtectAccount() {
  const { data } = useQuery(me());
  if (!data || data.user.mfa_enabled || !/^(admin|owner)$/.test(data.user.role)) return null;
  return (
    <Notice tone="warn">
      <span>{t("triage.protect")}</span>
      <Link to="/enroll">{t("triage.protectGo")}</Link>
    </Notice>
  );
}

function Situation({ data }: { data: Overview }) {
  if (data.hosts.total === 0) return <NoHosts />;
  const troubled = data.worst_hosts.filter((host) => host.status !== "up" && host.status !== "paused");
  return (
    <>
      <Tiles data={data} />
      <Suspense fallback={null}>
        <FirstSteps overview={data} />
      </Suspense>
      <div className={css.columns}>
        <div className={ui.stack}>
          {troubled.length > 0 ? (
            <Card title={t("triage.attention")} flush>
              <Troubled hosts={troubled} />
              <AllTroubled hosts={data.hosts} shown={troubled.length} />
            </Card>
          ) : (
            <Card title={t("triage.fleet")} flush>
              <Healthy up={data.hosts.up} />
            </Card>
          )}
          {data.hosts.total === 1 ? (
            <Suspense fallback={null}>
              <ThisServer otherwise={<WorstChecks checks={data.checks} />} />
            </Suspense>
          ) : (
            <WorstChecks checks={data.checks} />
          )}
        </div>
        <Card title={t("triage.changes")} flush>
          <RecentChanges changes={data.changes} />
        </Card>
      </div>
    </>
  );
}

function NoHosts() {
  const navigate = useNavigate();
  return (
    <Card>
      <Empty
        title={t("triage.emptyTitle")}
        text={t("triage.emptyText")}
        cli={t("hosts.cli", { origin: location.origin })}
      >
        <GuardedButton
          permission="host.write"
          leftSection={<Icon name="plus" size={16} />}
          onClick={() => void navigate({ to: "/hosts/new" })}
        >
          {t("hosts.add")}
        </GuardedButton>
      </Empty>
    </Card>
  );
}

function Tiles({ data }: { data: Overview }) {
  return (
    <div className={css.tiles}>
      {TILES.map((status) => {
        const count = data.hosts[status];
        return (
          <Link
            key={status}
            to="/hosts"
            search={{ status }}
            className={count === 0 ? `${css.tile} ${css.zero}` : css.tile}
          >
            <StatusBadge status={status} />
            <span className={css.number}>{number(count)}</span>
            <span className="visually-hidden">{t("triage.tile", { count })}</span>
          </Link>
        );
      })}
    </div>
  );
}

function Troubled({ hosts }: { hosts: Host[] }) {
  return (
    <ul className={css.list}>
      {hosts.map((host) => (
        <li key={host.id} className={css.host}>
          <span>
            <StatusBadge status={host.status} />
          </span>
          <div className={css.name}>
            <Link to="/hosts/$hostId" params={{ hostId: host.id }} className={ui.rowLink} data-row>
              {host.name}
            </Link>
            <small>
              {[host.address, host.group, host.criticality === "critical" ? t("criticality.critical") : null]
                .filter(Boolean)
                .join(" · ")}
            </small>
          </div>
          <CheckShare checks={host.checks} />
          <span className={css.ago}>
            <Ago at={host.last_checked_at} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function AllTroubled({ hosts, shown }: { hosts: Overview["hosts"]; shown: number }) {
  const count = hosts.down + hosts.degraded + hosts.unknown;
  if (count <= shown) return null;
  return (
    <p className={css.rest}>
      <Link to="/hosts" search={{ status: "down,degraded,unknown" }}>
        {t("triage.allTroubled", { count })}
      </Link>
    </p>
  );
}

function Healthy({ up }: { up: number }) {
  return (
    <div className={css.calm}>
      <StatusGlyph status="up" />
      <div>
        <strong>{t("triage.calm", { count: up })}</strong>
        <span className={ui.muted}>{t("triage.calmText")}</span>
      </div>
    </div>
  );
}

/** A look at the figures themselves, also when all is well. */
function WorstChecks({ checks }: { checks: Overview["checks"] }) {
  const { data } = useQuery(someChecks());
  if (!data || data.items.length === 0) return null;
  return (
    <Card
      title={t("checks.title")}
      side={
        <span className={ui.small}>
          {t("triage.checks", { up: checks.up, total: checks.total - checks.paused })}
        </span>
      }
      flush
    >
      <CheckRows checks={data.items} withHost />
      {checks.total > data.items.length ? (
        <p className={css.rest}>
          <Link to="/checks">{t("triage.allChecks", { count: checks.total })}</Link>
        </p>
      ) : null}
    </Card>
  );
}

function RecentChanges({ changes }: { changes: Change[] }) {
  if (changes.length === 0) return <Empty title={t("triage.noChanges")} text={t("triage.noChangesText")} />;
  return <Changes changes={changes} withHost />;
}
