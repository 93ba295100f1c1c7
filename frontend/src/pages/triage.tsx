import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { me, overview } from "../api/queries";
import type { Change, Host, Overview, Status } from "../api/types";
import { GuardedButton } from "../app/permissions";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { Card, PageHeader } from "../ui/page";
import { Empty, ErrorState, Notice, Skeleton, StaleBanner, Updated } from "../ui/states";
import { CheckShare, StatusBadge, StatusGlyph } from "../ui/status";
import { Ago } from "../ui/time";
import ui from "../ui/ui.module.css";
import { Changes } from "./changes";
import css from "./triage.module.css";

const TILES: Status[] = ["down", "degraded", "unknown", "up", "paused"];

export function Triage() {
  const query = useQuery(overview());
  const { data } = query;
  return (
    <>
      <PageHeader title={t("triage.title")} actions={<Updated query={query} />} />
      <div className={ui.stack}>
        <StaleBanner query={query} />
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
      <div className={css.columns}>
        <Card
          title={troubled.length > 0 ? t("triage.attention") : t("triage.fleet")}
          side={<span className={ui.small}>{checksLine(data)}</span>}
          flush
        >
          {troubled.length > 0 ? <Troubled hosts={troubled} /> : <Healthy data={data} />}
        </Card>
        <Card title={t("triage.changes")} flush>
          <RecentChanges changes={data.changes} />
        </Card>
      </div>
    </>
  );
}

function checksLine({ checks }: Overview): string {
  return t("triage.checks", { up: checks.up, total: checks.total - checks.paused });
}

function NoHosts() {
  const navigate = useNavigate();
  return (
    <Card>
      <Empty title={t("triage.emptyTitle")} text={t("triage.emptyText")} cli={t("hosts.cli")}>
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
            <span className={css.number}>{count}</span>
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

function Healthy({ data }: { data: Overview }) {
  return (
    <>
      <div className={css.calm}>
        <StatusGlyph status="up" />
        <div>
          <strong>{t("triage.calm", { count: data.hosts.up })}</strong>
          <span className={ui.muted}>{t("triage.calmText")}</span>
        </div>
      </div>
      <div className={css.fleet}>
        {data.worst_hosts.map((host) => (
          <Link key={host.id} to="/hosts/$hostId" params={{ hostId: host.id }} className={css.unit} data-row>
            <strong className={css.name}>{host.name}</strong>
            <span className={ui.small}>{host.address}</span>
            <StatusBadge status={host.status} />
          </Link>
        ))}
      </div>
    </>
  );
}

function RecentChanges({ changes }: { changes: Change[] }) {
  if (changes.length === 0) return <Empty title={t("triage.noChanges")} text={t("triage.noChangesText")} />;
  return <Changes changes={changes} withHost />;
}
