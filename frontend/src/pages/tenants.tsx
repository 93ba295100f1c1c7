import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Tenant } from "../api/types";
import { GuardedButton } from "../app/permissions";
import { lookUp, t } from "../i18n";
import { List } from "../lists/list";
import { useList } from "../lists/use-list";
import { Icon } from "../ui/icons";
import { PageHeader } from "../ui/page";
import { Ago } from "../ui/time";
import css from "../ui/ui.module.css";
import type { Column } from "../vtable/vtable";
import { quotaText } from "./quota";

export function Tenants() {
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
      <List
        label={t("tenants.title")}
        state={useList<Tenant>({
          path: "/tenants",
          filter: {},
          keyOf: (tenant) => tenant.tenant_id,
          single: true,
        })}
        columns={useMemo(columns, [])}
        rowKey={(tenant) => tenant.tenant_id}
        counted={(count) => t("tenants.shown", { count })}
        empty={null}
      />
    </>
  );
}

function columns(): Column<Tenant>[] {
  return [
    {
      key: "name",
      label: t("users.name"),
      min: 180,
      grow: 2,
      title: true,
      render: (tenant) => (
        <span className={css.twoLines}>
          <Link
            to="/tenants/$tenantId"
            params={{ tenantId: tenant.tenant_id }}
            className={css.rowLink}
            data-row
          >
            {tenant.name}
          </Link>
          <small>{tenant.tenant_id}</small>
        </span>
      ),
    },
    {
      key: "status",
      label: t("tenant.status"),
      min: 90,
      render: (tenant) => lookUp(`tenantStatus.${tenant.status}`) ?? tenant.status,
    },
    { key: "plan", label: t("tenant.plan"), min: 90, grow: 1, render: (tenant) => tenant.plan ?? "–" },
    {
      key: "hosts",
      label: t("tenant.quotaHosts"),
      min: 90,
      right: true,
      render: (tenant) => quotaText(tenant.quota_hosts),
    },
    {
      key: "retention",
      label: t("tenant.retention"),
      min: 110,
      right: true,
      render: (tenant) => t("tenant.days", { days: tenant.data_retention_days }),
    },
    {
      key: "created",
      label: t("tenant.created"),
      min: 90,
      right: true,
      render: (tenant) => <Ago at={tenant.created_at} />,
    },
  ];
}
