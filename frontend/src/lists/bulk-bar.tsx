import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "../api/problem";
import { GuardedButton, type Permission } from "../app/permissions";
import { t } from "../i18n";
import { Dialog } from "../ui/dialogs";
import { Icon, type IconName } from "../ui/icons";
import { ProblemNotice } from "../ui/states";
import { toastProblem, toastWithUndo } from "../ui/toast";
import ui from "../ui/ui.module.css";
import { type Change, changeMany, gather } from "./bulk";
import css from "./lists.module.css";
import type { Selection } from "./selection";
import type { ListState, Source } from "./use-list";

export interface Bulk<Row> {
  count: number;
  /** What it is doing, as words; null when idle. */
  busy: string | null;
  /** The chosen rows, all of them, also those that were never loaded. */
  rows(): Promise<Row[]>;
  /** Changes the chosen rows, says so, and offers to take it back for ten seconds. */
  change(done: (count: number) => string, of: (row: Row) => Omit<Change, "id">): Promise<void>;
  /** Does something with the chosen rows and shows when that fails. */
  attempt(work: (rows: Row[]) => Promise<void>): Promise<void>;
  refresh(): Promise<void>;
}

/** The chosen rows of a list and what can be done with all of them. */
export function useBulk<Row extends { id: number }>(
  source: Source<Row>,
  state: ListState<Row>,
  selection: Selection,
): Bulk<Row> {
  const queries = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const rows = async () => {
    const loaded = selection.all ? [] : state.rows.filter((row) => selection.ids.has(row.id));
    if (!selection.all && loaded.length === selection.ids.size) return loaded;
    const found = await gather<Row>(source.path, selection.all ? source.filter : {}, (count) =>
      setBusy(t("bulk.gathering", { count })),
    );
    return selection.all ? found : found.filter((row) => selection.ids.has(row.id));
  };
  const refresh = async () => {
    await state.reload();
    await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== "list" });
  };
  const attempt = async (work: (found: Row[]) => Promise<void>) => {
    setBusy(t("bulk.working"));
    try {
      await work(await rows());
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(null);
    }
  };
  const change: Bulk<Row>["change"] = (done, of) =>
    attempt(async (found) => {
      const undo = await changeMany(
        source.path,
        found.map((row) => ({ ...of(row), id: row.id })),
      );
      await refresh();
      toastWithUndo(done(found.length), async () => {
        await undo();
        await refresh();
      });
    });
  return {
    count: selection.all ? (state.total ?? 0) : selection.ids.size,
    busy,
    rows,
    change,
    attempt,
    refresh,
  };
}

interface BarProps<Row> {
  bulk: Bulk<Row>;
  selection: Selection;
  total: number | null;
  counted(count: number): string;
  children: ReactNode;
}

/** What stands at the foot of the screen while rows are chosen. */
export function BulkBar<Row>({ bulk, selection, total, counted, children }: BarProps<Row>) {
  if (bulk.count === 0) return null;
  return (
    <section className={css.bar} aria-label={t("bulk.label")}>
      <div className={css.chosen}>
        <span role="status">{bulk.busy ?? t("bulk.chosen", { what: counted(bulk.count) })}</span>
        {!selection.all && total !== null && total > bulk.count ? (
          <button type="button" className={css.textButton} onClick={selection.chooseAll}>
            {t("bulk.all", { what: counted(total) })}
          </button>
        ) : null}
        <button type="button" className={css.textButton} onClick={selection.clear}>
          {t("bulk.none")}
        </button>
      </div>
      <div className={css.verbs}>{children}</div>
    </section>
  );
}

interface VerbProps {
  permission: Permission;
  icon: IconName;
  label: string;
  busy: boolean;
  onClick(): void;
}

export function Verb({ permission, icon, label, busy, onClick }: VerbProps) {
  return (
    <GuardedButton
      permission={permission}
      size="xs"
      variant="default"
      disabled={busy}
      leftSection={<Icon name={icon} size={14} />}
      onClick={onClick}
    >
      {label}
    </GuardedButton>
  );
}

interface DialogProps {
  title: string;
  action: string;
  danger?: boolean;
  disabled?: boolean;
  onSubmit(): Promise<void>;
  onClose(): void;
  children: ReactNode;
}

/** Asks what shall be done with the chosen rows, then does it. */
export function BulkDialog({ title, action, danger, disabled, onSubmit, onClose, children }: DialogProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || disabled) return;
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit();
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} opened onClose={onClose}>
      <form className={ui.stack} onSubmit={submit} noValidate>
        <ProblemNotice problem={problem} />
        {children}
        <div className={ui.buttons}>
          <Button
            type="submit"
            loading={busy}
            disabled={disabled ?? false}
            {...(danger ? { color: "red" } : {})}
          >
            {action}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
