import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { hostChecks } from "../api/queries";
import type { Host } from "../api/types";
import { t } from "../i18n";
import { CopyButton } from "../ui/copy";
import { Card, Facts } from "../ui/page";
import { Ago } from "../ui/time";
import css from "./host.module.css";

/** What somebody has set, as words and as the API has it. */
export function HostConfig({ host }: { host: Host }) {
  const checks = useQuery(hostChecks(host.id)).data?.items ?? [];
  const config = {
    name: host.name,
    address: host.address,
    group: host.group,
    labels: host.labels,
    criticality: host.criticality,
    sla_tier: host.sla_tier,
    cost_per_hour_down: host.cost_per_hour_down,
    enabled: host.enabled,
    checks: checks.map(({ type, name, interval_s, timeout_ms, retries, params, enabled }) => ({
      type,
      name,
      interval_s,
      timeout_ms,
      retries,
      params,
      enabled,
    })),
  };
  const json = JSON.stringify(config, null, 2);
  return (
    <>
      <Card
        title={t("host.config")}
        side={
          <Link to="/hosts/$hostId/edit" params={{ hostId: host.id }}>
            {t("common.edit")}
          </Link>
        }
      >
        <Facts
          items={[
            [t("hosts.address"), host.address],
            [t("hosts.group"), host.group ?? "–"],
            [t("host.criticality"), t(`criticality.${host.criticality}`)],
            [t("host.slaTier"), host.sla_tier ?? "–"],
            [t("host.cost"), host.cost_per_hour_down ?? "–"],
            [t("host.enabled"), host.enabled ? t("common.on") : t("common.off")],
            [t("hosts.created"), <Ago key="created" at={host.created_at} />],
            [t("hosts.updated"), <Ago key="updated" at={host.updated_at} />],
            [t("hosts.id"), String(host.id)],
          ]}
        />
      </Card>
      <Card title={t("host.json")} side={<CopyButton text={json} />} flush>
        <pre className={css.json}>{json}</pre>
      </Card>
    </>
  );
}
