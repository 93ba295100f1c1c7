import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useLiveDetail } from "../api/live-detail";
import { host as hostQuery } from "../api/queries";
import type { Host } from "../api/types";
import { useShortcut } from "../app/keys";
import { t } from "../i18n";
import { neighboursOf } from "../lists/neighbours";
import { Icon } from "../ui/icons";
import { Card, PageHeader } from "../ui/page";
import { ErrorState, Skeleton } from "../ui/states";
import { StatusBadge } from "../ui/status";
import { Tabs } from "../ui/tabs";
import ui from "../ui/ui.module.css";
import css from "./host.module.css";
import { HostActions } from "./host-actions";
import { HostConfig } from "./host-config";
import { HostChecks, HostOverview, HostTimeline } from "./host-parts";

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
  return <Found key={hostId} host={host} />;
}

function Found({ host }: { host: Host }) {
  const { tab } = useSearch({ from: "/hosts/$hostId" });
  useLiveDetail(`host:${host.id}`);
  return (
    <>
      <PageHeader
        title={host.name}
        crumbs={<Crumbs id={host.id} />}
        sub={<HostFacts host={host} />}
        actions={<HostActions host={host} />}
      />
      <Tabs
        label={host.name}
        chosen={tab}
        tabs={[
          { name: "overview", label: t("host.overview") },
          { name: "checks", label: t("host.checks"), count: host.checks.total },
          { name: "config", label: t("host.config") },
          { name: "timeline", label: t("host.timeline") },
        ]}
      >
        {(name) => (
          <div className={ui.stack}>
            {name === "overview" ? <HostOverview host={host} /> : null}
            {name === "checks" ? <HostChecks host={host} /> : null}
            {name === "config" ? <HostConfig host={host} /> : null}
            {name === "timeline" ? <HostTimeline id={host.id} /> : null}
          </div>
        )}
      </Tabs>
    </>
  );
}

/** Back to the list, and to its hosts before and after this one. */
function Crumbs({ id }: { id: number }) {
  const navigate = useNavigate();
  const { before, after } = neighboursOf("hosts", id);
  const go = (to: { id: number } | null) => {
    if (to)
      void navigate({
        to: "/hosts/$hostId",
        params: { hostId: to.id },
        search: (old: object) => ({ ...old, zoom: undefined }) as never,
      });
  };
  useShortcut("before", () => go(before));
  useShortcut("after", () => go(after));
  return (
    <>
      <Link to="/hosts">{t("hosts.title")}</Link>
      {before || after ? (
        <span className={css.steps}>
          <Step icon="back" to={before} label={t("host.before")} onGo={go} />
          <Step icon="chevron" to={after} label={t("host.after")} onGo={go} />
        </span>
      ) : null}
    </>
  );
}

interface StepProps {
  icon: "back" | "chevron";
  to: { id: number; name: string } | null;
  label: string;
  onGo(to: { id: number } | null): void;
}

function Step({ icon, to, label, onGo }: StepProps) {
  return (
    <button
      type="button"
      className={css.step}
      disabled={to === null}
      onClick={() => onGo(to)}
      aria-label={label}
      title={to ? `${label}: ${to.name}` : label}
    >
      <Icon name={icon} size={14} />
    </button>
  );
}

function HostFacts({ host }: { host: Host }) {
  return (
    <>
      <StatusBadge status={host.status} pill />
      <span className={ui.mono}>{host.address}</span>
      {host.group ? (
        <Link to="/hosts" search={{ group: host.group }}>
          {host.group}
        </Link>
      ) : null}
      {host.criticality === "high" || host.criticality === "critical" ? (
        <span>{t("host.critical", { level: t(`criticality.${host.criticality}`) })}</span>
      ) : null}
      {Object.entries(host.labels).map(([name, value]) => (
        <Link key={name} to="/hosts" search={{ label: `${name}=${value}` }} className={css.label}>
          {name}={value}
        </Link>
      ))}
    </>
  );
}
