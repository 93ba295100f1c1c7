import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { get, patch, post } from "../api/client";
import type { Invite, Tenant } from "../api/types";
import { t } from "../i18n";
import { Conflict } from "../ui/conflict";
import { CopyAs } from "../ui/copy-as";
import { Dialog } from "../ui/dialogs";
import { TextField } from "../ui/fields";
import { InviteLink } from "../ui/invite-link";
import { Card, PageHeader } from "../ui/page";
import { ProblemNotice } from "../ui/states";
import { toast } from "../ui/toast";
import css from "../ui/ui.module.css";
import { type Form, useForm } from "../ui/use-form";
import { useTag } from "../ui/use-tag";

const EMPTY = {
  tenant_id: "",
  name: "",
  description: "",
  quota_hosts: "100",
  quota_checks_per_hour: "10000",
  quota_users: "20",
  data_retention_days: "90",
  plan: "standard",
  cost_per_host: "",
  cost_per_check: "",
  owner_email: "",
  owner_name: "",
};
type Values = typeof EMPTY;

const COUNTS = ["quota_hosts", "quota_checks_per_hour", "quota_users", "data_retention_days"] as const;

function validate(values: Values, isNew: boolean): Map<string, string> {
  const errors = new Map<string, string>();
  for (const name of COUNTS)
    if (values[name].trim() && !/^\d+$/.test(values[name].trim())) errors.set(name, t("field.integer"));
  if (!values.data_retention_days.trim()) errors.set("data_retention_days", t("field.required"));
  if (!values.name.trim()) errors.set("name", t("field.required"));
  if (!isNew) return errors;
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(values.tenant_id.trim())) errors.set("tenant_id", t("tenant.badSlug"));
  if (!values.owner_email.includes("@")) errors.set("owner_email", t("field.email"));
  if (!values.owner_name.trim()) errors.set("owner_name", t("field.required"));
  return errors;
}

const count = (text: string): number | null => (text.trim() ? Number(text) : null);

/** A member that keeps its default, or its former value, where the field is empty. */
const given = (name: string, text: string) => (text.trim() ? { [name]: text.trim() } : {});

function bodyOf(values: Values) {
  return {
    name: values.name.trim(),
    description: values.description.trim(),
    quota_hosts: count(values.quota_hosts),
    quota_checks_per_hour: count(values.quota_checks_per_hour),
    quota_users: count(values.quota_users),
    data_retention_days: Number(values.data_retention_days),
    ...given("plan", values.plan),
    ...given("cost_per_host", values.cost_per_host),
    ...given("cost_per_check", values.cost_per_check),
  };
}

const newTenant = (values: Values) => ({
  tenant_id: values.tenant_id.trim(),
  ...bodyOf(values),
  owner_email: values.owner_email.trim(),
  owner_name: values.owner_name.trim(),
});

export function TenantNew() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [invite, setInvite] = useState<Invite | null>(null);
  const form = useForm({
    initial: EMPTY,
    validate: (values) => validate(values, true),
    save: async (values) => {
      const made = await post<Tenant & Invite>("/tenants", newTenant(values));
      await queries.invalidateQueries({ queryKey: ["/tenants"] });
      setInvite(made);
    },
  });
  const leave = () =>
    void navigate({ to: "/tenants/$tenantId", params: { tenantId: form.values.tenant_id.trim() } });
  return (
    <>
      <PageHeader title={t("tenants.add")} crumbs={<Link to="/tenants">{t("tenants.title")}</Link>} />
      <Card narrow>
        <form className={css.form} onSubmit={form.submit} noValidate>
          <ProblemNotice problem={form.problem} extra={form.orphans} />
          <div className={css.pair}>
            <TextField label={t("tenant.name")} required field={form.bind("name")} />
            <TextField
              label={t("tenant.slug")}
              description={t("tenant.slugHelp")}
              required
              mono
              field={form.bind("tenant_id")}
            />
          </div>
          <div className={css.pair}>
            <TextField
              label={t("tenant.ownerName")}
              required
              field={form.bind("owner_name")}
              autoComplete="off"
            />
            <TextField
              label={t("tenant.ownerEmail")}
              required
              field={form.bind("owner_email")}
              autoComplete="off"
            />
          </div>
          <TenantFields form={form} />
          <div className={css.buttons}>
            <Button type="submit" loading={form.busy}>
              {t("tenants.create")}
            </Button>
            <Button variant="default" onClick={() => void navigate({ to: "/tenants" })}>
              {t("common.cancel")}
            </Button>
          </div>
          <CopyAs deed={() => ({ method: "POST", path: "/tenants", body: newTenant(form.values) })} />
        </form>
      </Card>
      <Dialog
        title={t("invite.linkTitle")}
        opened={invite !== null}
        onClose={leave}
        dismissable={false}
        size="lg"
      >
        {invite ? <InviteLink invite={invite} onClose={leave} /> : null}
      </Dialog>
    </>
  );
}

function TenantFields({ form }: { form: Form<Values> }) {
  return (
    <>
      <TextField label={t("tenant.description")} field={form.bind("description")} />
      <div className={css.pair}>
        <TextField
          label={t("tenant.quotaHosts")}
          description={t("tenant.quotaHelp")}
          inputMode="numeric"
          field={form.bind("quota_hosts")}
        />
        <TextField
          label={t("tenant.quotaChecks")}
          description={t("tenant.quotaHelp")}
          inputMode="numeric"
          field={form.bind("quota_checks_per_hour")}
        />
        <TextField
          label={t("tenant.quotaUsers")}
          description={t("tenant.quotaHelp")}
          inputMode="numeric"
          field={form.bind("quota_users")}
        />
      </div>
      <div className={css.pair}>
        <TextField
          label={t("tenant.retention")}
          unit={t("tenant.daysUnit")}
          inputMode="numeric"
          field={form.bind("data_retention_days")}
        />
        <TextField label={t("tenant.plan")} field={form.bind("plan")} />
        <TextField label={t("tenant.costHost")} inputMode="decimal" field={form.bind("cost_per_host")} />
        <TextField label={t("tenant.costCheck")} inputMode="decimal" field={form.bind("cost_per_check")} />
      </div>
    </>
  );
}

const text = (value: number | string | null) => (value === null ? "" : String(value));

function valuesOf(tenant: Tenant): Values {
  return {
    ...EMPTY,
    tenant_id: tenant.tenant_id,
    name: tenant.name,
    description: text(tenant.description),
    quota_hosts: text(tenant.quota_hosts),
    quota_checks_per_hour: text(tenant.quota_checks_per_hour),
    quota_users: text(tenant.quota_users),
    data_retention_days: text(tenant.data_retention_days),
    plan: text(tenant.plan),
    cost_per_host: text(tenant.cost_per_host),
    cost_per_check: text(tenant.cost_per_check),
  };
}

const wordsOf = () => ({
  name: t("tenant.name"),
  description: t("tenant.description"),
  quota_hosts: t("tenant.quotaHosts"),
  quota_checks_per_hour: t("tenant.quotaChecks"),
  quota_users: t("tenant.quotaUsers"),
  data_retention_days: t("tenant.retention"),
  plan: t("tenant.plan"),
  cost_per_host: t("tenant.costHost"),
  cost_per_check: t("tenant.costCheck"),
});

export function TenantEdit({ tenant }: { tenant: Tenant }) {
  const queries = useQueryClient();
  const path = `/tenants/${encodeURIComponent(tenant.tenant_id)}`;
  const tag = useTag(path);
  const form = useForm({
    initial: valuesOf(tenant),
    validate: (values) => validate(values, false),
    reread: async () => {
      const newest = valuesOf(await get<Tenant>(path));
      tag.renew();
      return newest;
    },
    save: async (values) => {
      await patch<Tenant>(path, bodyOf(values), tag.now());
      tag.renew();
      await queries.invalidateQueries();
      toast(t("common.saved"));
    },
  });
  return (
    <form className={css.form} onSubmit={form.submit} noValidate>
      <ProblemNotice problem={form.problem} extra={form.orphans} />
      <Conflict form={form} words={wordsOf()} />
      <TextField label={t("tenant.name")} required field={form.bind("name")} />
      <TenantFields form={form} />
      <div className={css.buttons}>
        <Button type="submit" loading={form.busy}>
          {t("common.save")}
        </Button>
      </div>
      <CopyAs
        deed={() => ({ method: "PATCH", path, body: bodyOf(form.values), before: bodyOf(valuesOf(tenant)) })}
      />
    </form>
  );
}
