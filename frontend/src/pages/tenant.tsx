import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { put } from "../api/client";
import { egress, tenant as tenantQuery, usage } from "../api/queries";
import type { UsageBar } from "../api/types";
import { lookUp, t } from "../i18n";
import { number } from "../i18n/intl";
import { CopyAs } from "../ui/copy-as";
import { AreaField } from "../ui/fields";
import { Meter } from "../ui/meter";
import { Card, PageHeader } from "../ui/page";
import { linesOf } from "../ui/pairs";
import { ErrorState, ProblemNotice, Skeleton } from "../ui/states";
import { toast } from "../ui/toast";
import ui from "../ui/ui.module.css";
import { useForm } from "../ui/use-form";
import { quotaText } from "./quota";
import css from "./tenant.module.css";
import { TenantEdit } from "./tenant-form";

export function TenantPage() {
  const { tenantId } = useParams({ from: "/tenants/$tenantId" });
  const query = useQuery(tenantQuery(tenantId));
  const tenant = query.data;
  if (!tenant)
    return query.error ? (
      <ErrorState page error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Card flush>
        <Skeleton />
      </Card>
    );
  return (
    <>
      <PageHeader
        title={tenant.name}
        crumbs={<Link to="/tenants">{t("tenants.title")}</Link>}
        sub={
          <>
            <span className={ui.mono}>{tenant.tenant_id}</span>
            <span>{lookUp(`tenantStatus.${tenant.status}`) ?? tenant.status}</span>
          </>
        }
      />
      <div className={ui.stack}>
        <UsageCard id={tenantId} />
        <Card title={t("tenant.egress")}>
          <EgressEditor id={tenantId} />
        </Card>
        <Card title={t("tenant.settings")}>
          <TenantEdit key={tenant.tenant_id} tenant={tenant} />
        </Card>
      </div>
    </>
  );
}

function UsageCard({ id }: { id: string }) {
  const query = useQuery(usage(id));
  return (
    <Card title={t("tenant.usage")}>
      {query.data ? (
        <div className={css.bars}>
          <Bar label={t("tenant.quotaHosts")} bar={query.data.hosts} />
          <Bar label={t("tenant.quotaChecks")} bar={query.data.checks_per_hour} />
          <Bar label={t("tenant.quotaUsers")} bar={query.data.users} />
        </div>
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton rows={2} />
      )}
    </Card>
  );
}

function Bar({ label, bar }: { label: string; bar: UsageBar }) {
  const text = t("tenant.used", { used: number(bar.used), quota: quotaText(bar.quota) });
  return <Meter label={label} text={text} value={bar.used} max={bar.quota} warn={0.8} bad={1} />;
}

function EgressEditor({ id }: { id: string }) {
  const query = useQuery(egress(id));
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={3} />;
  return <EgressForm id={id} entries={query.data.entries} />;
}

function EgressForm({ id, entries }: { id: string; entries: string[] }) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { entries: entries.join("\n") },
    save: async (values) => {
      await put(`/tenants/${encodeURIComponent(id)}/egress`, { entries: linesOf(values.entries) });
      await queries.invalidateQueries();
      toast(t("common.saved"));
    },
  });
  return (
    <form className={ui.form} onSubmit={form.submit} noValidate>
      <p className={ui.muted}>{t("tenant.egressText")}</p>
      <ProblemNotice problem={form.problem} extra={form.orphans} />
      <AreaField
        label={t("tenant.egressEntries")}
        description={t("tenant.egressHelp")}
        rows={Math.min(14, Math.max(4, entries.length + 1))}
        field={form.bind("entries")}
      />
      <div className={ui.buttons}>
        <Button type="submit" loading={form.busy}>
          {t("common.save")}
        </Button>
      </div>
      <CopyAs
        deed={() => ({
          method: "PUT",
          path: `/tenants/${encodeURIComponent(id)}/egress`,
          body: { entries: linesOf(form.values.entries) },
        })}
      />
    </form>
  );
}
