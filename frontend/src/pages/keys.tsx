import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { post, remove } from "../api/client";
import type { ApiKey } from "../api/types";
import { GuardedButton } from "../app/permissions";
import { t } from "../i18n";
import { List } from "../lists/list";
import { useList } from "../lists/use-list";
import { Secret } from "../ui/copy";
import { CopyAs } from "../ui/copy-as";
import { ConfirmDialog, Dialog } from "../ui/dialogs";
import { AreaField, ChoiceField, TextField } from "../ui/fields";
import { Icon } from "../ui/icons";
import { PageHeader } from "../ui/page";
import { linesOf } from "../ui/pairs";
import { Empty, ProblemNotice } from "../ui/states";
import { Ago, Until } from "../ui/time";
import css from "../ui/ui.module.css";
import { useForm } from "../ui/use-form";
import type { Column } from "../vtable/vtable";
import { roleChoices, roleWord } from "./roles";

const DAY_MS = 86_400_000;
const LIFETIMES = ["30", "90", "365", ""];

export function Keys() {
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const add = (
    <GuardedButton
      permission="key.write"
      leftSection={<Icon name="plus" size={16} />}
      onClick={() => setAdding(true)}
    >
      {t("keysPage.add")}
    </GuardedButton>
  );
  return (
    <>
      <PageHeader title={t("keysPage.title")} sub={t("keysPage.sub")} actions={add} />
      <KeyTable
        empty={
          <Empty title={t("keysPage.none")} text={t("keysPage.noneText")} cli={t("keysPage.cli")}>
            {add}
          </Empty>
        }
      />
      <Dialog title={t("keysPage.add")} opened={adding} onClose={() => setAdding(false)}>
        <AddKey
          onDone={(key) => {
            setAdding(false);
            setMade(key);
          }}
        />
      </Dialog>
      <Dialog
        title={t("keysPage.madeTitle")}
        opened={made !== null}
        onClose={() => setMade(null)}
        dismissable={false}
        size="lg"
      >
        <div className={css.stack}>
          <p>{t("keysPage.madeText")}</p>
          <Secret text={made ?? ""} label={t("keysPage.madeTitle")} />
          <code className={css.cli}>{t("keysPage.example", { origin: location.origin })}</code>
          <div className={css.buttons}>
            <Button onClick={() => setMade(null)}>{t("keysPage.saved")}</Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}

const EMPTY = { name: "", role: "viewer" as string, scopes: "", expires_at: "90", cidrs: "" };

function bodyOf(values: typeof EMPTY) {
  const days = Number(values.expires_at);
  return {
    name: values.name.trim(),
    role: values.role,
    ...(values.scopes.trim() ? { scopes: linesOf(values.scopes) } : {}),
    ...(days > 0 ? { expires_at: new Date(Date.now() + days * DAY_MS).toISOString() } : {}),
    ...(values.cidrs.trim() ? { cidrs: linesOf(values.cidrs) } : {}),
  };
}

function AddKey({ onDone }: { onDone(key: string): void }) {
  const queries = useQueryClient();
  const form = useForm({
    initial: EMPTY,
    validate: (values): Map<string, string> =>
      values.name.trim() ? new Map() : new Map([["name", t("field.required")]]),
    save: async (values) => {
      const answer = await post<ApiKey & { key: string }>("/api-keys", bodyOf(values));
      await queries.invalidateQueries({ queryKey: ["/api-keys"] });
      onDone(answer.key);
    },
  });
  return (
    <form className={css.stack} onSubmit={form.submit} noValidate>
      <ProblemNotice problem={form.problem} extra={form.orphans} />
      <TextField
        label={t("users.name")}
        description={t("keysPage.nameHelp")}
        required
        autoFocus
        field={form.bind("name")}
        autoComplete="off"
      />
      <div className={css.pair}>
        <ChoiceField label={t("users.role")} data={roleChoices()} field={form.bind("role")} />
        <ChoiceField
          label={t("keysPage.lifetime")}
          data={LIFETIMES.map((days) => ({
            value: days,
            label: days ? t("keysPage.days", { days: Number(days) }) : t("keysPage.forever"),
          }))}
          field={form.bind("expires_at")}
        />
      </div>
      <AreaField
        label={t("keysPage.scopes")}
        description={t("keysPage.scopesHelp")}
        rows={2}
        field={form.bind("scopes")}
      />
      <AreaField
        label={t("keysPage.cidrs")}
        description={t("keysPage.cidrsHelp")}
        rows={2}
        field={form.bind("cidrs")}
      />
      <div className={css.buttons}>
        <Button type="submit" loading={form.busy}>
          {t("keysPage.create")}
        </Button>
      </div>
      <CopyAs deed={() => ({ method: "POST", path: "/api-keys", body: bodyOf(form.values) })} />
    </form>
  );
}

function columns(revoke: (key: ApiKey) => void): Column<ApiKey>[] {
  return [
    {
      key: "name",
      label: t("users.name"),
      min: 170,
      grow: 1.4,
      title: true,
      render: (key) => (
        <span className={css.twoLines}>
          <strong>{key.name}</strong>
          <small className={css.mono}>{key.prefix}…</small>
        </span>
      ),
    },
    {
      key: "revoke",
      label: t("table.actions"),
      min: 84,
      render: (key) => (
        <GuardedButton
          permission="key.write"
          size="compact-sm"
          variant="default"
          onClick={() => revoke(key)}
          aria-label={t("keysPage.revokeOne", { name: key.name })}
        >
          {t("keysPage.revoke")}
        </GuardedButton>
      ),
    },
    {
      key: "maker",
      label: t("keysPage.madeBy"),
      min: 150,
      grow: 1.2,
      render: (key) => <Maker of={key.created_by} />,
    },
    { key: "role", label: t("users.role"), min: 84, render: (key) => roleWord(key.role) },
    {
      key: "scopes",
      label: t("keysPage.scopes"),
      min: 120,
      grow: 1,
      render: (key) => (key.scopes?.length ? key.scopes.join(", ") : t("keysPage.ofRole")),
    },
    {
      key: "expires",
      label: t("keysPage.expires"),
      min: 84,
      right: true,
      render: (key) => (key.expires_at ? <Until at={key.expires_at} /> : t("keysPage.forever")),
    },
    {
      key: "used",
      label: t("keysPage.lastUsed"),
      min: 84,
      right: true,
      render: (key) => <Ago at={key.last_used_at} />,
    },
  ];
}

function KeyTable({ empty }: { empty: ReactNode }) {
  const queries = useQueryClient();
  const [deleting, setDeleting] = useState<ApiKey | null>(null);
  return (
    <>
      <List
        label={t("keysPage.title")}
        state={useList<ApiKey>({ path: "/api-keys", filter: {}, keyOf: (key) => key.id })}
        columns={useMemo(() => columns(setDeleting), [])}
        rowKey={(key) => key.id}
        counted={(count) => t("keysPage.shown", { count })}
        empty={empty}
      />
      <ConfirmDialog
        key={deleting?.id}
        title={t("keysPage.revokeTitle")}
        text={t("keysPage.revokeText", { name: deleting?.name ?? "" })}
        name={deleting?.name ?? ""}
        action={t("keysPage.revoke")}
        opened={deleting !== null}
        onClose={() => setDeleting(null)}
        onConfirm={async () => {
          await remove(`/api-keys/${deleting?.id}`);
          await queries.invalidateQueries({ queryKey: ["/api-keys"] });
        }}
      />
    </>
  );
}

function Maker({ of }: { of: ApiKey["created_by"] }) {
  if (!of) return t("keysPage.byCommand");
  const stopped = of.status === "disabled" || of.status === "deleted";
  return (
    <span className={css.twoLines}>
      {of.name ?? t("keysPage.removedPerson", { id: of.id })}
      <small>{stopped ? t("keysPage.stopped") : of.email}</small>
    </span>
  );
}
