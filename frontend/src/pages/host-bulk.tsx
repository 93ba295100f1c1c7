import { TextInput } from "@mantine/core";
import { useState } from "react";
import { get } from "../api/client";
import type { Check, Host, Page } from "../api/types";
import { t } from "../i18n";
import { runMany } from "../lists/bulk";
import { type Bulk, BulkBar, BulkDialog, useBulk, Verb } from "../lists/bulk-bar";
import { DeleteMany } from "../lists/delete-many";
import type { Selection } from "../lists/selection";
import type { ListState, Source } from "../lists/use-list";
import { toast } from "../ui/toast";

interface Props {
  source: Source<Host>;
  state: ListState<Host>;
  selection: Selection;
}

const counted = (count: number) => t("hosts.shown", { count });
const MOST_RUN = 50;

export default function HostBulk({ source, state, selection }: Props) {
  const bulk = useBulk(source, state, selection);
  const [asking, setAsking] = useState<"group" | "label" | "delete" | null>(null);
  const busy = bulk.busy !== null;
  const close = () => setAsking(null);
  const enable = (enabled: boolean) =>
    void bulk.change(
      (count) => t(enabled ? "bulk.resumed" : "bulk.paused", { what: counted(count) }),
      () => ({ enabled }),
    );
  const shared = { busy, permission: "host.write" as const };
  return (
    <>
      <BulkBar bulk={bulk} selection={selection} total={state.total} counted={counted}>
        <Verb {...shared} icon="pause" label={t("common.pause")} onClick={() => enable(false)} />
        <Verb {...shared} icon="play" label={t("common.resume")} onClick={() => enable(true)} />
        <Verb {...shared} icon="tenants" label={t("bulk.group")} onClick={() => setAsking("group")} />
        <Verb {...shared} icon="edit" label={t("bulk.label1")} onClick={() => setAsking("label")} />
        {bulk.count <= MOST_RUN ? (
          <Verb
            {...shared}
            permission="check.run"
            icon="run"
            label={t("check.runNow")}
            onClick={() => void runChecks(bulk)}
          />
        ) : null}
        <Verb {...shared} icon="trash" label={t("common.delete")} onClick={() => setAsking("delete")} />
      </BulkBar>
      {asking === "group" ? <AskGroup bulk={bulk} onClose={close} /> : null}
      {asking === "label" ? <AskLabel bulk={bulk} onClose={close} /> : null}
      {asking === "delete" ? (
        <DeleteMany
          path="/hosts"
          bulk={bulk}
          selection={selection}
          nameOf={(host) => host.name}
          counted={counted}
          onClose={close}
        />
      ) : null}
    </>
  );
}

/** Every check of the chosen hosts that can be run. */
function runChecks(bulk: Bulk<Host>): Promise<void> {
  return bulk.attempt(async (hosts) => {
    const pages = await Promise.all(
      hosts.map((host) => get<Page<Check>>(`/hosts/${host.id}/checks`, { limit: 500 })),
    );
    const ids = pages.flatMap((page) =>
      page.items.filter((check) => check.enabled && check.type !== "heartbeat").map((check) => check.id),
    );
    const count = ids.length > 0 ? await runMany(ids) : 0;
    toast(t("bulk.started", { what: t("checks.shown", { count }) }));
  });
}

interface AskProps {
  bulk: Bulk<Host>;
  onClose(): void;
}

function AskGroup({ bulk, onClose }: AskProps) {
  const [group, setGroup] = useState("");
  const name = group.trim();
  return (
    <BulkDialog
      title={t("bulk.groupTitle", { what: counted(bulk.count) })}
      action={name ? t("bulk.groupSet", { name }) : t("bulk.groupNone")}
      onClose={onClose}
      onSubmit={() =>
        bulk.change(
          (count) => t(name ? "bulk.grouped" : "bulk.ungrouped", { what: counted(count), name }),
          () => ({ group: name || null }),
        )
      }
    >
      <TextInput
        label={t("hosts.group")}
        description={t("bulk.groupHelp")}
        value={group}
        onChange={(event) => setGroup(event.currentTarget.value)}
        data-autofocus
        autoComplete="off"
      />
    </BulkDialog>
  );
}

function AskLabel({ bulk, onClose }: AskProps) {
  const [label, setLabel] = useState("");
  const [name = "", ...rest] = label.split("=");
  const value = rest.join("=").trim();
  const key = name.trim();
  const removes = rest.length === 0;
  const labelsOf = (host: Host): Record<string, string> => {
    const { [key]: _, ...others } = host.labels;
    return removes ? others : { ...others, [key]: value };
  };
  return (
    <BulkDialog
      title={t("bulk.labelTitle", { what: counted(bulk.count) })}
      action={removes ? t("bulk.labelRemove") : t("bulk.labelSet")}
      disabled={!key}
      onClose={onClose}
      onSubmit={() =>
        bulk.change(
          (count) =>
            t(removes ? "bulk.unlabelled" : "bulk.labelled", { what: counted(count), label: label.trim() }),
          (host) => ({ labels: labelsOf(host) }),
        )
      }
    >
      <TextInput
        label={t("bulk.label1")}
        description={t("bulk.labelHelp")}
        placeholder={t("host.labelsExample")}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        data-autofocus
        autoComplete="off"
      />
    </BulkDialog>
  );
}
