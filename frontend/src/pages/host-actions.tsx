import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { patch, remove } from "../api/client";
import type { Host } from "../api/types";
import { GuardedButton } from "../app/permissions";
import { t } from "../i18n";
import { ConfirmDialog } from "../ui/dialogs";
import { Icon } from "../ui/icons";
import { toastProblem, toastWithUndo } from "../ui/toast";

/** What can be done with a host. */
export function HostActions({ host }: { host: Host }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const enable = async (enabled: boolean) => {
    await patch<Host>(`/hosts/${host.id}`, { enabled });
    await queries.invalidateQueries();
  };
  const toggle = async () => {
    try {
      await enable(!host.enabled);
      const name = host.name;
      toastWithUndo(host.enabled ? t("host.paused", { name }) : t("host.resumed", { name }), () =>
        enable(host.enabled),
      );
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <>
      <GuardedButton
        permission="check.write"
        leftSection={<Icon name="plus" size={16} />}
        onClick={() => void navigate({ to: "/hosts/$hostId/checks/new", params: { hostId: host.id } })}
      >
        {t("check.add")}
      </GuardedButton>
      <GuardedButton
        permission="host.write"
        variant="default"
        leftSection={<Icon name="edit" size={16} />}
        onClick={() => void navigate({ to: "/hosts/$hostId/edit", params: { hostId: host.id } })}
      >
        {t("common.edit")}
      </GuardedButton>
      <GuardedButton
        permission="host.write"
        variant="default"
        leftSection={<Icon name={host.enabled ? "pause" : "play"} size={16} />}
        onClick={() => void toggle()}
      >
        {host.enabled ? t("common.pause") : t("common.resume")}
      </GuardedButton>
      <GuardedButton
        permission="host.write"
        variant="default"
        leftSection={<Icon name="trash" size={16} />}
        onClick={() => setDeleting(true)}
      >
        {t("common.delete")}
      </GuardedButton>
      <ConfirmDialog
        title={t("host.deleteTitle")}
        text={t("host.deleteText", { name: host.name, count: host.checks.total })}
        name={host.name}
        action={t("host.deleteTitle")}
        opened={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={async () => {
          await remove(`/hosts/${host.id}`);
          await navigate({ to: "/hosts" });
          await queries.invalidateQueries({ predicate: (each) => each.queryKey[0] !== `/hosts/${host.id}` });
        }}
      />
    </>
  );
}
