import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { t } from "../i18n";
import { toast } from "../ui/toast";
import { deleteMany } from "./bulk";
import { type Bulk, BulkDialog } from "./bulk-bar";
import css from "./lists.module.css";
import type { Selection } from "./selection";

interface Props<Row> {
  path: string;
  bulk: Bulk<Row>;
  selection: Selection;
  nameOf(row: Row): string;
  counted(count: number): string;
  onClose(): void;
}

const SHOWN = 100;

/** What cannot be taken back: it lists what goes and wants the number of it typed. */
export function DeleteMany<Row extends { id: number }>(props: Props<Row>) {
  const { path, bulk, selection, nameOf, counted, onClose } = props;
  const [rows, setRows] = useState<Row[] | null>(null);
  const [typed, setTyped] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the dialog opens
  useEffect(() => {
    void bulk.attempt(async (found) => setRows(found));
  }, []);
  const count = rows?.length ?? bulk.count;
  const what = counted(count);
  return (
    <BulkDialog
      title={t("bulk.deleteTitle", { what })}
      action={t("bulk.deleteTitle", { what })}
      danger
      disabled={rows === null || typed.trim() !== String(count)}
      onClose={onClose}
      onSubmit={async () => {
        const deleted = await deleteMany(
          path,
          (rows ?? []).map((row) => row.id),
        );
        selection.clear();
        await bulk.refresh();
        toast(t("bulk.deleted", { what: counted(deleted) }));
      }}
    >
      <p>{t("bulk.deleteText", { what })}</p>
      <ul className={css.affected}>
        {(rows ?? []).slice(0, SHOWN).map((row) => (
          <li key={row.id}>{nameOf(row)}</li>
        ))}
        {count > SHOWN ? <li>{t("bulk.andMore", { count: count - SHOWN })}</li> : null}
      </ul>
      <TextInput
        label={t("bulk.typeCount", { count: String(count) })}
        inputMode="numeric"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
        autoComplete="off"
      />
    </BulkDialog>
  );
}
