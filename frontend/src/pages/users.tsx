import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { patch, post, remove } from "../api/client";
import type { Invite, User } from "../api/types";
import { GuardedButton } from "../app/permissions";
import { useSession } from "../app/use-session";
import { lookUp, t } from "../i18n";
import { List } from "../lists/list";
import { useList } from "../lists/use-list";
import { CopyAs } from "../ui/copy-as";
import { ConfirmDialog, Dialog } from "../ui/dialogs";
import { ChoiceField, TextField } from "../ui/fields";
import { Icon } from "../ui/icons";
import { InviteLink } from "../ui/invite-link";
import { PageHeader } from "../ui/page";
import { ProblemNotice } from "../ui/states";
import { Ago } from "../ui/time";
import { toast, toastProblem, toastWithUndo } from "../ui/toast";
import css from "../ui/ui.module.css";
import { useForm } from "../ui/use-form";
import type { Column } from "../vtable/vtable";
import { roleChoices, roleWord } from "./roles";

const RoleMatrix = lazy(() => import("./role-matrix"));

export function Users() {
  const [adding, setAdding] = useState(false);
  const [invite, setInvite] = useState<Invite | null>(null);
  return (
    <>
      <PageHeader
        title={t("users.title")}
        sub={t("users.sub")}
        actions={
          <GuardedButton
            permission="user.write"
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => setAdding(true)}
          >
            {t("users.add")}
          </GuardedButton>
        }
      />
      <UserTable onInvite={setInvite} />
      <Suspense fallback={null}>
        <RoleMatrix />
      </Suspense>
      <Dialog title={t("users.add")} opened={adding} onClose={() => setAdding(false)}>
        <AddUser
          onDone={(made) => {
            setAdding(false);
            setInvite(made);
          }}
        />
      </Dialog>
      <Dialog
        title={t("invite.linkTitle")}
        opened={invite !== null}
        onClose={() => setInvite(null)}
        dismissable={false}
        size="lg"
      >
        {invite ? <InviteLink invite={invite} onClose={() => setInvite(null)} /> : null}
      </Dialog>
    </>
  );
}

const newUser = (values: { name: string; email: string; role: string }) => ({
  name: values.name.trim(),
  email: values.email.trim(),
  role: values.role,
});

function AddUser({ onDone }: { onDone(invite: Invite): void }) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { name: "", email: "", role: "viewer" as string },
    validate: (values) => {
      const errors = new Map<string, string>();
      if (!values.name.trim()) errors.set("name", t("field.required"));
      if (!values.email.includes("@")) errors.set("email", t("field.email"));
      return errors;
    },
    save: async (values) => {
      const made = await post<User & Invite>("/users", newUser(values));
      await queries.invalidateQueries({ queryKey: ["/users"] });
      onDone(made);
    },
  });
  return (
    <form className={css.stack} onSubmit={form.submit} noValidate>
      <ProblemNotice problem={form.problem} extra={form.orphans} />
      <TextField label={t("users.name")} required autoFocus field={form.bind("name")} autoComplete="off" />
      <TextField
        label={t("signIn.email")}
        required
        inputMode="email"
        field={form.bind("email")}
        autoComplete="off"
      />
      <ChoiceField
        label={t("users.role")}
        description={lookUp(`role.${form.values.role}.help`)}
        data={roleChoices()}
        field={form.bind("role")}
      />
      <div className={css.buttons}>
        <Button type="submit" loading={form.busy}>
          {t("users.invite")}
        </Button>
      </div>
      <CopyAs deed={() => ({ method: "POST", path: "/users", body: newUser(form.values) })} />
    </form>
  );
}

function columns(own: number | undefined, manage: (user: User) => void): Column<User>[] {
  return [
    {
      key: "name",
      label: t("users.name"),
      min: 200,
      grow: 2,
      title: true,
      render: (user) => (
        <span className={css.twoLines}>
          <strong>{user.name}</strong>
          {user.id === own ? <span className={css.small}> {t("users.you")}</span> : null}
          <small>{user.email}</small>
        </span>
      ),
    },
    {
      key: "manage",
      label: t("table.actions"),
      min: 96,
      render: (user) => (
        <GuardedButton
          permission="user.write"
          size="compact-sm"
          variant="default"
          onClick={() => manage(user)}
          aria-label={t("users.manage", { name: user.name })}
        >
          {t("common.manage")}
        </GuardedButton>
      ),
    },
    {
      key: "role",
      label: t("users.role"),
      min: 130,
      grow: 1,
      render: (user) =>
        [roleWord(user.role), user.platform_admin ? t("users.platform") : ""].filter(Boolean).join(", "),
    },
    {
      key: "status",
      label: t("users.status"),
      min: 90,
      render: (user) => lookUp(`userStatus.${user.status}`) ?? user.status,
    },
    {
      key: "mfa",
      label: t("users.mfa"),
      min: 110,
      render: (user) => (user.mfa_enabled ? t("common.on") : t("common.off")),
    },
    {
      key: "last",
      label: t("users.lastLogin"),
      min: 110,
      right: true,
      render: (user) => <Ago at={user.last_login_at} />,
    },
  ];
}

function UserTable({ onInvite }: { onInvite(invite: Invite): void }) {
  const [editing, setEditing] = useState<User | null>(null);
  const own = useSession()?.user.id;
  return (
    <>
      <List
        label={t("users.title")}
        state={useList<User>({ path: "/users", filter: {}, keyOf: (user) => user.id, single: true })}
        columns={useMemo(() => columns(own, setEditing), [own])}
        rowKey={(user) => user.id}
        counted={(count) => t("users.shown", { count })}
        empty={null}
      />
      <Dialog title={editing?.name ?? ""} opened={editing !== null} onClose={() => setEditing(null)}>
        {editing ? <EditUser user={editing} onClose={() => setEditing(null)} onInvite={onInvite} /> : null}
      </Dialog>
    </>
  );
}

interface EditProps {
  user: User;
  onClose(): void;
  onInvite(invite: Invite): void;
}

function EditUser({ user, onClose, onInvite }: EditProps) {
  const queries = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ["/users"] });
  const form = useForm({
    initial: { name: user.name, role: user.role as string },
    save: async (values) => {
      const role = values.role === user.role ? {} : { role: values.role };
      await patch<User>(`/users/${user.id}`, { name: values.name.trim(), ...role });
      await refresh();
      onClose();
    },
  });
  const setStatus = async (status: "active" | "disabled") => {
    await patch<User>(`/users/${user.id}`, { status });
    await refresh();
  };
  const attempt = (work: () => Promise<void>) => () => void work().catch(toastProblem);
  const toggle = attempt(async () => {
    const next = user.status === "disabled" ? "active" : "disabled";
    await setStatus(next);
    onClose();
    if (next === "disabled")
      toastWithUndo(t("users.disabled", { name: user.name }), () => setStatus("active"));
  });
  const reinvite = attempt(async () => {
    const made = await post<Invite>(`/users/${user.id}/invite`);
    await refresh();
    onClose();
    onInvite(made);
  });
  const resetFactor = attempt(async () => {
    await post(`/users/${user.id}/mfa-reset`);
    await refresh();
    onClose();
    toast(t("users.resetMfaDone", { name: user.name }));
  });
  return (
    <form className={css.stack} onSubmit={form.submit} noValidate>
      <ProblemNotice problem={form.problem} extra={form.orphans} />
      <TextField label={t("users.name")} field={form.bind("name")} />
      <ChoiceField
        label={t("users.role")}
        description={lookUp(`role.${form.values.role}.help`)}
        data={roleChoices()}
        field={form.bind("role")}
      />
      <div className={css.buttons}>
        <Button type="submit" loading={form.busy}>
          {t("common.save")}
        </Button>
        <Button variant="default" onClick={reinvite}>
          {t("users.newLink")}
        </Button>
        {user.mfa_enabled ? (
          <Button variant="default" onClick={resetFactor}>
            {t("users.resetMfa")}
          </Button>
        ) : null}
        <Button variant="default" onClick={toggle}>
          {user.status === "disabled" ? t("users.enable") : t("users.disable")}
        </Button>
        <Button variant="subtle" color="red" onClick={() => setDeleting(true)}>
          {t("common.delete")}
        </Button>
      </div>
      <p className={css.small}>{t("users.newLinkHelp")}</p>
      <CopyAs
        deed={() => ({
          method: "PATCH",
          path: `/users/${user.id}`,
          body: { name: form.values.name.trim(), role: form.values.role },
          before: { name: user.name, role: user.role },
        })}
      />
      <ConfirmDialog
        title={t("users.deleteTitle")}
        text={t("users.deleteText", { name: user.name })}
        name={user.email}
        action={t("users.deleteTitle")}
        opened={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={async () => {
          await remove(`/users/${user.id}`);
          await refresh();
          onClose();
        }}
      />
    </form>
  );
}
