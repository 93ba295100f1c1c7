import { useState } from "react";
import type { Check } from "../api/types";
import { t } from "../i18n";
import { runMany } from "../lists/bulk";
import { BulkBar, useBulk, Verb } from "../lists/bulk-bar";
import { DeleteMany } from "../lists/delete-many";
import type { Selection } from "../lists/selection";
import type { ListState, Source } from "../lists/use-list";
import { toast } from "../ui/toast";

interface Props {
  source: Source<Check>;
  state: ListState<Check>;
  selection: Selection;
}

const counted = (count: number) => t("checks.shown", { count });
const MOST_RUN = 200;

export default function CheckBulk({ source, state, selection }: Props) {
  const bulk = useBulk(source, state, selection);
  const [deleting, setDeleting] = useState(false);
  const shared = { busy: bulk.busy !== null, permission: "check.write" as const };
  const enable = (enabled: boolean) =>
    void bulk.change(
      (count) => t(enabled ? "bulk.resumed" : "bulk.paused", { what: counted(count) }),
      () => ({ enabled }),
    );
  const run = () =>
    void bulk.attempt(async (checks) => {
      const ids = checks.filter((check) => check.type !== "heartbeat").map((check) => check.id);
      const count = ids.length > 0 ? await runMany(ids) : 0;
      toast(t("bulk.started", { what: counted(count) }));
    });
  return (
    <>
      <BulkBar bulk={bulk} selection={selection} total={state.total} counted={counted}>
        <Verb {...shared} icon="pause" label={t("common.pause")} onClick={() => enable(false)} />
        <Verb {...shared} icon="play" label={t("common.resume")} onClick={() => enable(true)} />
        {bulk.count <= MOST_RUN ? (
          <Verb {...shared} permission="check.run" icon="run" label={t("check.runNow")} onClick={run} />
        ) : null}
        <Verb {...shared} icon="trash" label={t("common.delete")} onClick={() => setDeleting(true)} />
      </BulkBar>
      {deleting ? (
        <DeleteMany
          path="/checks"
          bulk={bulk}
          selection={selection}
          nameOf={(check) => t("changes.name", { host: check.host_name, check: check.name })}
          counted={counted}
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </>
  );
}
