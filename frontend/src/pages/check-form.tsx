import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { call, get } from "../api/client";
import { check as checkQuery, checkTypes, host as hostQuery } from "../api/queries";
import type { Check, CheckType, Host } from "../api/types";
import { lookUp, t } from "../i18n";
import { Conflict } from "../ui/conflict";
import { Secret } from "../ui/copy";
import { CopyAs } from "../ui/copy-as";
import { Dialog } from "../ui/dialogs";
import { SwitchField, TextField } from "../ui/fields";
import { Card, PageHeader } from "../ui/page";
import { RunResult } from "../ui/run-result";
import { ErrorState, ProblemNotice, Skeleton } from "../ui/states";
import css from "../ui/ui.module.css";
import { useForm } from "../ui/use-form";
import { useRun } from "../ui/use-run";
import { useTag } from "../ui/use-tag";
import own from "./check-form.module.css";
import { CheckJson } from "./check-json";
import { ParamFields } from "./param-fields";
import { type ParamText, paramsOf, toText } from "./params";
import { Schedule } from "./schedule";

const summaryOf = (type: CheckType) => lookUp(`kind.${type.name}`) ?? type.summary;

export function CheckNew() {
  const { hostId } = useParams({ from: "/hosts/$hostId/checks/new" });
  const { type } = useSearch({ from: "/hosts/$hostId/checks/new" });
  const host = useQuery(hostQuery(hostId));
  const types = useQuery(checkTypes());
  const chosen = types.data?.items.find((each) => each.name === type);
  if (host.error || types.error) return <ErrorState page error={host.error ?? types.error} />;
  if (!host.data || !types.data) return <Skeleton />;
  return (
    <>
      <PageHeader
        title={chosen ? t("check.addType", { type: chosen.name }) : t("check.add")}
        crumbs={
          <Link to="/hosts/$hostId" params={{ hostId }}>
            {host.data.name}
          </Link>
        }
        sub={chosen ? summaryOf(chosen) : t("check.choose")}
      />
      {chosen ? (
        <CheckForm key={chosen.name} type={chosen} host={host.data} check={null} />
      ) : (
        <TypeChoice types={types.data.items} hostId={hostId} />
      )}
    </>
  );
}

export function CheckEdit() {
  const { checkId } = useParams({ from: "/checks/$checkId/edit" });
  const query = useQuery(checkQuery(checkId));
  const types = useQuery(checkTypes());
  const host = useQuery({ ...hostQuery(query.data?.host_id ?? 0), enabled: query.data !== undefined });
  const error = query.error ?? types.error ?? host.error;
  if (error) return <ErrorState page error={error} />;
  const type = types.data?.items.find((each) => each.name === query.data?.type);
  if (!query.data || !type || !host.data) return <Skeleton />;
  return (
    <>
      <PageHeader
        title={t("check.edit", { name: query.data.name })}
        crumbs={
          <Link to="/hosts/$hostId" params={{ hostId: query.data.host_id }}>
            {query.data.host_name}
          </Link>
        }
        sub={summaryOf(type)}
      />
      <CheckForm type={type} host={host.data} check={query.data} />
    </>
  );
}

function TypeChoice({ types, hostId }: { types: CheckType[]; hostId: number }) {
  return (
    <div className={own.types}>
      {types.map((type) => (
        <Link
          key={type.name}
          to="/hosts/$hostId/checks/new"
          params={{ hostId }}
          search={{ type: type.name }}
          className={own.type}
          data-row
        >
          <strong>{type.name}</strong>
          <span>{summaryOf(type)}</span>
        </Link>
      ))}
    </div>
  );
}

interface FormProps {
  type: CheckType;
  host: Host;
  check: Check | null;
}

interface Values {
  name: string;
  interval_s: string;
  timeout_ms: string;
  retries: string;
  enabled: boolean;
  texts: Record<string, ParamText>;
}

function initialOf({ type, host, check }: FormProps): Values {
  const texts = type.params.map((param): [string, ParamText] => [
    param.name,
    toText(param, check?.params[param.name]),
  ]);
  return {
    name: check?.name ?? `${host.name} ${type.name}`,
    interval_s: String(check?.interval_s ?? 60),
    timeout_ms: String(check?.timeout_ms ?? 5000),
    retries: String(check?.retries ?? 2),
    enabled: check?.enabled ?? true,
    texts: Object.fromEntries(texts),
  };
}

/** A heartbeat waits for others: there is nothing to try out, to wait for or to try again. */
const runs = (type: CheckType) => type.name !== "heartbeat";

const NUMBERS = ["interval_s", "timeout_ms", "retries"] as const;

function validate(type: CheckType, values: Values): Map<string, string> {
  const { errors } = paramsOf(type.params, values.texts);
  if (!values.name.trim()) errors.set("name", t("field.required"));
  for (const name of NUMBERS) if (!/^\d+$/.test(values[name].trim())) errors.set(name, t("field.integer"));
  return errors;
}

function bodyOf(type: CheckType, values: Values) {
  const tries = runs(type) ? { timeout_ms: Number(values.timeout_ms), retries: Number(values.retries) } : {};
  return {
    name: values.name.trim(),
    interval_s: Number(values.interval_s),
    ...tries,
    enabled: values.enabled,
    params: paramsOf(type.params, values.texts).params,
  };
}

const wordsOf = () => ({
  name: t("check.name"),
  interval_s: t("check.interval"),
  timeout_ms: t("check.timeout"),
  retries: t("check.retries"),
  enabled: t("check.enabled"),
  texts: t("check.params"),
});

function CheckForm({ type, host, check }: FormProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [pushUrl, setPushUrl] = useState<{ url: string; id: number } | null>(null);
  const open = (checkId: number) => void navigate({ to: "/checks/$checkId", params: { checkId } });
  const path = `/checks/${check?.id}`;
  /** Whether the person has said that it shall run even where the checkers may then be late. */
  const beyond = useRef(false);
  const tag = useTag(path);
  const form = useForm({
    initial: initialOf({ type, host, check }),
    validate: (values) => validate(type, values),
    reread: async () => {
      const newest = initialOf({ type, host, check: await get<Check>(path) });
      tag.renew();
      return newest;
    },
    save: async (values) => {
      const body = bodyOf(type, values);
      const query = beyond.current ? { override: "capacity" } : {};
      const saved = check
        ? await call<Check>("PATCH", path, { body, query, ifMatch: tag.now() })
        : await call<Check>("POST", "/checks", {
            body: { host_id: host.id, type: type.name, ...body },
            query,
          });
      await queries.invalidateQueries();
      if (saved.push_url) setPushUrl({ url: saved.push_url, id: saved.id });
      else open(saved.id);
    },
  });
  const test = useRun("/checks/test", `${host.name} · ${type.name}`, () => {
    const { timeout_ms, params } = bodyOf(type, form.values);
    return { host_id: host.id, type: type.name, ...(timeout_ms ? { timeout_ms } : {}), params };
  });
  const testErrors = test.problem?.byField();
  const params = new Set(type.params.map((param) => `params.${param.name}`));
  return (
    <Card narrow>
      <form className={css.form} onSubmit={form.submit} noValidate>
        <ProblemNotice
          problem={form.problem}
          extra={form.orphans.filter((text) => !params.has(text.split(":")[0] ?? ""))}
        />
        <Conflict form={form} words={wordsOf()} />
        {form.problem?.code === "capacity_exceeded" ? (
          <div>
            <Button
              color="red"
              variant="light"
              loading={form.busy}
              onClick={() => {
                beyond.current = true;
                void form.submit();
              }}
            >
              {t("check.beyond")}
            </Button>
          </div>
        ) : null}
        <TextField label={t("check.name")} required field={form.bind("name")} autoComplete="off" />
        <ParamFields
          type={type}
          texts={form.values.texts}
          errorOf={(field) => form.errorOf(field) ?? testErrors?.get(field)}
          onChange={(name, value) => form.set({ texts: { ...form.values.texts, [name]: value } })}
        />
        <div className={css.pair}>
          <TextField
            label={t("check.interval")}
            unit="s"
            inputMode="numeric"
            field={form.bind("interval_s")}
          />
          {runs(type) ? (
            <>
              <TextField
                label={t("check.timeout")}
                unit="ms"
                inputMode="numeric"
                field={form.bind("timeout_ms")}
              />
              <TextField
                label={t("check.retries")}
                description={t("check.retriesHelp")}
                inputMode="numeric"
                field={form.bind("retries")}
              />
            </>
          ) : null}
        </div>
        <Schedule type={type} values={form.values} lastTs={check?.last_ts ?? null} />
        <SwitchField label={t("check.enabled")} field={form.bind("enabled")} />
        <CheckJson type={type} body={bodyOf(type, form.values)} onChange={form.set} />
        <RunResult state={test} />
        <div className={css.buttons}>
          <Button type="submit" loading={form.busy}>
            {check ? t("common.save") : t("check.create")}
          </Button>
          {runs(type) ? (
            <Button variant="default" loading={test.busy} onClick={() => void test.start()}>
              {t("check.testNow")}
            </Button>
          ) : null}
          <Button
            variant="subtle"
            onClick={() =>
              check ? open(check.id) : void navigate({ to: "/hosts/$hostId", params: { hostId: host.id } })
            }
          >
            {t("common.cancel")}
          </Button>
        </div>
        <CopyAs
          deed={() =>
            check
              ? {
                  method: "PATCH",
                  path,
                  body: bodyOf(type, form.values),
                  before: bodyOf(type, initialOf({ type, host, check })),
                }
              : {
                  method: "POST",
                  path: "/checks",
                  body: { host_id: host.id, type: type.name, ...bodyOf(type, form.values) },
                  words: { host_id: ["host", host.name] },
                }
          }
        />
      </form>
      <PushUrlDialog found={pushUrl} onClose={() => pushUrl && open(pushUrl.id)} />
    </Card>
  );
}

export function PushUrlDialog({ found, onClose }: { found: { url: string } | null; onClose(): void }) {
  return (
    <Dialog title={t("push.title")} opened={found !== null} onClose={onClose} dismissable={false} size="lg">
      <div className={css.stack}>
        <p>{t("push.text")}</p>
        <Secret text={found?.url ?? ""} label={t("push.title")} />
        <code className={css.cli}>{t("push.cron", { url: found?.url ?? "" })}</code>
        <div className={css.buttons}>
          <Button onClick={onClose}>{t("common.done")}</Button>
        </div>
      </div>
    </Dialog>
  );
}
