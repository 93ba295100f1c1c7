import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { patch, post, remove } from "../api/client";
import { loginSessions, me } from "../api/queries";
import type { LoginSession, User } from "../api/types";
import { t } from "../i18n";
import { passwordErrors } from "../light/password-rule";
import { SecretField, TextField } from "../ui/fields";
import { Card, PageHeader } from "../ui/page";
import { ErrorState, ProblemNotice, Skeleton } from "../ui/states";
import { Table } from "../ui/table";
import { Ago } from "../ui/time";
import { toast, toastProblem } from "../ui/toast";
import css from "../ui/ui.module.css";
import { useForm } from "../ui/use-form";
import { MfaCard } from "./mfa-card";
import { Keys } from "./profile-keys";
import { Looks, Region } from "./profile-looks";
import { roleWord } from "./roles";

export function Settings() {
  const { data, error } = useQuery(me());
  if (error && !data) return <ErrorState page error={error} />;
  if (!data) return <Skeleton />;
  return (
    <>
      <PageHeader
        title={t("settings.title")}
        sub={t("settings.sub", {
          email: data.user.email,
          role: roleWord(data.user.role),
          tenant: data.tenant.name,
        })}
      />
      <div className={css.stack}>
        <Card title={t("settings.profile")}>
          <ProfileForm user={data.user} />
        </Card>
        <Looks />
        <Region />
        <Keys />
        <Card title={t("mfa.title")}>
          <MfaCard user={data.user} />
        </Card>
        <Card title={t("settings.password")}>
          <PasswordForm email={data.user.email} />
        </Card>
        <Sessions />
        <Card title={t("settings.about")}>
          <p>
            <a href="/api/v1/docs">{t("settings.apiDocs")}</a>
          </p>
        </Card>
      </div>
    </>
  );
}

function ProfileForm({ user }: { user: User }) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { name: user.name },
    save: async (values) => {
      await patch("/auth/me", { name: values.name.trim() });
      await queries.invalidateQueries({ queryKey: ["/auth/me"] });
      toast(t("common.saved"));
    },
  });
  return (
    <form className={css.form} onSubmit={form.submit} noValidate>
      <ProblemNotice problem={form.problem} extra={form.orphans} />
      <TextField label={t("setup.name")} field={form.bind("name")} autoComplete="name" />
      <div className={css.buttons}>
        <Button type="submit" loading={form.busy}>
          {t("common.save")}
        </Button>
      </div>
    </form>
  );
}

function PasswordForm({ email }: { email: string }) {
  const queries = useQueryClient();
  const [round, setRound] = useState(0);
  return (
    <PasswordFields
      key={round}
      email={email}
      onDone={() => {
        setRound(round + 1);
        void queries.invalidateQueries({ queryKey: ["/auth/sessions"] });
        toast(t("settings.passwordChanged"));
      }}
    />
  );
}

function PasswordFields({ email, onDone }: { email: string; onDone(): void }) {
  const form = useForm({
    initial: { current_password: "", password: "", again: "", new_password: "" },
    validate: (values) => {
      const errors = passwordErrors(values.password, values.again);
      if (!values.current_password) errors.set("current_password", t("field.required"));
      return errors;
    },
    save: async (values) => {
      await post("/auth/password", {
        current_password: values.current_password,
        new_password: values.password,
      });
      onDone();
    },
  });
  const fresh = form.bind("password");
  return (
    <form className={css.form} onSubmit={form.submit} noValidate>
      <ProblemNotice problem={form.problem} extra={form.orphans} />
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <SecretField
        label={t("settings.currentPassword")}
        autoComplete="current-password"
        field={form.bind("current_password")}
      />
      <SecretField
        label={t("settings.newPassword")}
        description={t("password.help")}
        autoComplete="new-password"
        field={{ ...fresh, error: fresh.error ?? form.errorOf("new_password") }}
      />
      <SecretField label={t("password.again")} autoComplete="new-password" field={form.bind("again")} />
      <div className={css.buttons}>
        <Button type="submit" loading={form.busy}>
          {t("settings.changePassword")}
        </Button>
      </div>
    </form>
  );
}

function Sessions() {
  const query = useQuery(loginSessions());
  const queries = useQueryClient();
  const end = async (session: LoginSession) => {
    try {
      await remove(`/auth/sessions/${session.id}`);
      await queries.invalidateQueries({ queryKey: ["/auth/sessions"] });
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <Card title={t("settings.sessions")} flush>
      {query.data ? (
        <Table
          label={t("settings.sessions")}
          rows={query.data.items}
          rowKey={(session) => session.id}
          cols={[
            {
              label: t("settings.device"),
              render: (session) => (
                <>
                  {deviceOf(session.user_agent)}
                  {session.current ? <strong> {t("settings.thisOne")}</strong> : null}
                </>
              ),
            },
            {
              label: t("audit.ip"),
              render: (session) => <span className={css.mono}>{session.ip ?? "–"}</span>,
            },
            { label: t("settings.signedIn"), render: (session) => <Ago at={session.created_at} /> },
            { label: t("settings.lastUsed"), render: (session) => <Ago at={session.last_used_at} /> },
            {
              label: t("table.actions"),
              render: (session) =>
                session.current ? null : (
                  <Button size="compact-sm" variant="default" onClick={() => void end(session)}>
                    {t("settings.endSession")}
                  </Button>
                ),
            },
          ]}
        />
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton rows={3} />
      )}
    </Card>
  );
}

const BROWSERS: [RegExp, string][] = [
  [/Firefox\//, "Firefox"],
  [/Edg\//, "Edge"],
  [/Chrom(e|ium)\//, "Chromium"],
  [/Safari\//, "Safari"],
  [/curl\//, "curl"],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

function deviceOf(agent: string | null): string {
  if (!agent) return t("settings.unknownDevice");
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent))?.[1];
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1];
  if (!browser) return agent.slice(0, 60);
  return system ? t("settings.deviceOn", { browser, system }) : browser;
}
