import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { hostChecks, hostTimeline } from "../api/queries";
import type { Check, Host } from "../api/types";
import { GuardedButton } from "../app/permissions";
import chart from "../charts/charts.module.css";
import { type Zoom, ZoomOut, zoomOf, zoomText } from "../charts/latency-card";
import { rangeOf } from "../charts/ranges";
import { SmallChart } from "../charts/small-card";
import { t } from "../i18n";
import { Card } from "../ui/page";
import { Empty, ErrorState, Skeleton } from "../ui/states";
import ui from "../ui/ui.module.css";
import { Changes } from "./changes";
import { CheckRows } from "./check-row";
import { Latest } from "./latest";

const MOST_CHARTS = 8;
const FEW_CHANGES = 6;

/** How the host does: its checks, a chart of each, what has changed lately. */
export function HostOverview({ host }: { host: Host }) {
  const query = useQuery(hostChecks(host.id));
  const checks = query.data?.items;
  if (!checks || checks.length === 0) return <HostChecks host={host} />;
  const [only] = checks;
  return (
    <>
      <Card title={t("host.checks")} flush>
        <CheckRows checks={checks} />
      </Card>
      <Charts checks={checks} />
      {only && checks.length === 1 ? <Latest check={only} seconds={3600} /> : null}
      <RecentChanges id={host.id} />
    </>
  );
}

/** Charts that share one time: what is drawn over in one of them is shown by all. */
function Charts({ checks }: { checks: Check[] }) {
  const search = useSearch({ from: "/hosts/$hostId" });
  const navigate = useNavigate({ from: "/hosts/$hostId" });
  const range = rangeOf(search.range);
  const zoom = zoomOf(search.zoom);
  const change = (next: { zoom: string | undefined }) =>
    void navigate({
      search: (old: object) => ({ ...old, ...next }) as never,
      replace: true,
      resetScroll: false,
    });
  const onZoom = (next: Zoom | null) => change({ zoom: zoomText(next) });
  const shown = checks.filter((check) => check.type !== "heartbeat").slice(0, MOST_CHARTS);
  if (shown.length === 0) return null;
  return (
    <Card
      title={t("chart.title")}
      side={
        <div className={chart.side}>
          {zoom ? <ZoomOut onZoom={onZoom} /> : <span className={ui.small}>{t("chart.zoomHint")}</span>}
        </div>
      }
    >
      <div className={chart.grid}>
        {shown.map((check) => (
          <SmallChart key={check.id} check={check} range={range} zoom={zoom} onZoom={onZoom} />
        ))}
      </div>
      {checks.length > MOST_CHARTS ? (
        <p className={ui.small}>{t("chart.first", { count: MOST_CHARTS })}</p>
      ) : null}
    </Card>
  );
}

export function HostChecks({ host }: { host: Host }) {
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
    <Card title={t("host.checks")} flush>
      <CheckRows checks={checks} />
    </Card>
  );
}

function RecentChanges({ id }: { id: number }) {
  const { data } = useQuery(hostTimeline(id));
  const changes = data?.items.filter((each) => each.from !== null).slice(0, FEW_CHANGES) ?? [];
  if (changes.length === 0) return null;
  return (
    <Card title={t("triage.changes")} flush>
      <Changes changes={changes} />
    </Card>
  );
}

/** Everything that has changed, newest first. */
export function HostTimeline({ id }: { id: number }) {
  const query = useQuery(hostTimeline(id));
  if (!query.data)
    return (
      <Card flush>
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={6} />
        )}
      </Card>
    );
  return (
    <Card title={t("host.timeline")} flush>
      {query.data.items.length === 0 ? (
        <Empty title={t("triage.noChanges")} text={t("triage.noChangesText")} />
      ) : (
        <Changes changes={query.data.items} />
      )}
    </Card>
  );
}
