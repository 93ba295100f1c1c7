import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { rowsOf, tenants } from "../api/queries";
import type { Tenant } from "../api/types";
import { GuardedButton } from "../app/permissions";
import { lookUp, t } from "../i18n";
import { number } from "../i18n/intl";
import { Icon } from "../ui/icons";
import { Card, PageHeader } from "../ui/page";
import { ErrorState, Skeleton } from "../ui/states";
import { Table } from "../ui/table";
import { Ago } from "../ui/time";
import css from "../ui/ui.module.css";

export const quotaText = (quota: number | null) => (quota === null ? t("tenant.unlimited") : number(quota));

export function Tenants() {
  const query = useInfiniteQuery(tenants());
  const navigate = useNavigate();
  return (
    <>
      <PageHeader
        title={t("tenants.title")}
        sub={t("tenants.sub")}
        actions={
          <GuardedButton
            permission="platform.manage"
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => void navigate({ to: "/tenants/new" })}
          >
            {t("tenants.add")}
          </GuardedButton>
        }
      />
      <Card flush>
        {query.data ? (
          <TenantTable rows={rowsOf<Tenant>(query.data)} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={4} />
        )}
      </Card>
    </>
  );
}

function TenantTable({ rows }: { rows: Tenant[] }) {
  return (
    <Table
      plain
      label={t("tenants.title")}
      rows={rows}
      rowKey={(tenant) => tenant.tenant_id}
      cols={[
        {
          label: t("users.name"),
          render: (tenant) => (
            <>
              <Link to="/tenants/$tenantId" params={{ tenantId: tenant.tenant_id }} data-row>
                <strong>{tenant.name}</strong>
              </Link>
              <div className={css.mono}>{tenant.tenant_id}</div>
            </>
          ),
        },
        {
          label: t("tenant.status"),
          render: (tenant) => lookUp(`tenantStatus.${tenant.status}`) ?? tenant.status,
        },
        { label: t("tenant.plan"), render: (tenant) => tenant.plan ?? "–" },
        { label: t("tenant.quotaHosts"), render: (tenant) => quotaText(tenant.quota_hosts) },
        {
          label: t("tenant.retention"),
          render: (tenant) => t("tenant.days", { days: tenant.data_retention_days }),
        },
        { label: t("tenant.created"), render: (tenant) => <Ago at={tenant.created_at} /> },
      ]}
    />
  );
}
