import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { get, patch, post } from "../api/client";
import { host as hostQuery } from "../api/queries";
import type { Criticality, Host } from "../api/types";
import { t } from "../i18n";
import { Conflict } from "../ui/conflict";
import { CopyAs } from "../ui/copy-as";
import { AreaField, ChoiceField, SwitchField, TextField } from "../ui/fields";
import { Card, PageHeader } from "../ui/page";
import { labelsOf, labelsText } from "../ui/pairs";
import { ErrorState, ProblemNotice, Skeleton } from "../ui/states";
import { Tabs } from "../ui/tabs";
import css from "../ui/ui.module.css";
import { useForm } from "../ui/use-form";
import { useTag } from "../ui/use-tag";

const LEVELS: Criticality[] = ["low", "medium", "high", "critical"];

const EMPTY = {
  name: "",
  address: "",
  group: "",
  labels: "",
  criticality: "medium" as string,
  sla_tier: "",
  cost_per_hour_down: "",
  enabled: true,
};
type Values = typeof EMPTY;

function valuesOf(host: Host): Values {
  return {
    name: host.name,
    address: host.address,
    group: host.group ?? "",
    labels: labelsText(host.labels),
    criticality: host.criticality,
    sla_tier: host.sla_tier ?? "",
    cost_per_hour_down: host.cost_per_hour_down ?? "",
    enabled: host.enabled,
  };
}

function bodyOf(values: Values) {
  return {
    name: values.name.trim(),
    address: values.address.trim(),
    group: values.group.trim() || null,
    labels: labelsOf(values.labels).labels,
    criticality: values.criticality,
    sla_tier: values.sla_tier.trim() || null,
    cost_per_hour_down: values.cost_per_hour_down.trim() || null,
    enabled: values.enabled,
  };
}

function validate(values: Values): Map<string, string> {
  const errors = new Map<string, string>();
  for (const name of ["name", "address"] as const)
    if (!values[name].trim()) errors.set(name, t("field.required"));
  const { bad } = labelsOf(values.labels);
  if (bad) errors.set("labels", t("host.badLabel", { line: bad }));
  return errors;
}

const wordsOf = () => ({
  name: t("hosts.name"),
  address: t("hosts.address"),
  group: t("hosts.group"),
  labels: t("host.labels"),
  criticality: t("host.criticality"),
  sla_tier: t("host.slaTier"),
  cost_per_hour_down: t("host.cost"),
  enabled: t("host.enabled"),
});

const HostImport = lazy(() => import("./host-import"));

export function HostNew() {
  const { tab } = useSearch({ from: "/hosts/new" });
  return (
    <>
      <PageHeader title={t("hosts.add")} crumbs={<Link to="/hosts">{t("hosts.title")}</Link>} />
      <Tabs
        label={t("hosts.add")}
        chosen={tab}
        tabs={[
          { name: "one", label: t("import.one") },
          { name: "many", label: t("import.many") },
        ]}
      >
        {(name) =>
          name === "many" ? (
            <Suspense fallback={<Skeleton />}>
              <HostImport />
            </Suspense>
          ) : (
            <HostForm initial={EMPTY} id={null} />
          )
        }
      </Tabs>
    </>
  );
}

export function HostEdit() {
  const { hostId } = useParams({ from: "/hosts/$hostId/edit" });
  const query = useQuery(hostQuery(hostId));
  if (query.error && !query.data)
    return <ErrorState page error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton />;
  return (
    <>
      <PageHeader
        title={t("host.edit", { name: query.data.name })}
        crumbs={<Link to="/hosts">{t("hosts.title")}</Link>}
      />
      <HostForm initial={valuesOf(query.data)} id={hostId} />
    </>
  );
}

function HostForm({ initial, id }: { initial: Values; id: number | null }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const path = `/hosts/${id}`;
  const tag = useTag(path);
  const form = useForm({
    initial,
    validate,
    reread: async () => {
      const newest = valuesOf(await get<Host>(path));
      tag.renew();
      return newest;
    },
    save: async (values) => {
      const body = bodyOf(values);
      const saved = id === null ? await post<Host>("/hosts", body) : await patch<Host>(path, body, tag.now());
      await queries.invalidateQueries();
      if (id === null) await navigate({ to: "/hosts/$hostId/checks/new", params: { hostId: saved.id } });
      else await navigate({ to: "/hosts/$hostId", params: { hostId: id } });
    },
  });
  const back = () =>
    void navigate(id === null ? { to: "/hosts" } : { to: "/hosts/$hostId", params: { hostId: id } });
  return (
    <Card narrow>
      <form className={css.form} onSubmit={form.submit} noValidate>
        <ProblemNotice problem={form.problem} extra={form.orphans} />
        <Conflict form={form} words={wordsOf()} />
        <TextField label={t("hosts.name")} required autoFocus field={form.bind("name")} autoComplete="off" />
        <TextField
          label={t("hosts.address")}
          description={t("host.addressHelp")}
          required
          mono
          field={form.bind("address")}
          autoComplete="off"
        />
        <div className={css.pair}>
          <TextField label={t("hosts.group")} description={t("host.groupHelp")} field={form.bind("group")} />
          <ChoiceField
            label={t("host.criticality")}
            description={t("host.criticalityHelp")}
            data={LEVELS.map((level) => ({ value: level, label: t(`criticality.${level}`) }))}
            field={form.bind("criticality")}
          />
        </div>
        <AreaField
          label={t("host.labels")}
          description={t("host.labelsHelp")}
          placeholder={t("host.labelsExample")}
          rows={3}
          field={form.bind("labels")}
        />
        <div className={css.pair}>
          <TextField
            label={t("host.slaTier")}
            description={t("host.slaTierHelp")}
            field={form.bind("sla_tier")}
          />
          <TextField
            label={t("host.cost")}
            description={t("host.costHelp")}
            inputMode="decimal"
            field={form.bind("cost_per_hour_down")}
          />
        </div>
        <SwitchField
          label={t("host.enabled")}
          description={t("host.enabledHelp")}
          field={form.bind("enabled")}
        />
        <div className={css.buttons}>
          <Button type="submit" loading={form.busy}>
            {id === null ? t("host.create") : t("common.save")}
          </Button>
          <Button variant="default" onClick={back}>
            {t("common.cancel")}
          </Button>
        </div>
        <CopyAs
          deed={() => ({
            method: id === null ? "POST" : "PATCH",
            path: id === null ? "/hosts" : path,
            body: bodyOf(form.values),
            before: id === null ? undefined : bodyOf(initial),
          })}
        />
      </form>
    </Card>
  );
}
