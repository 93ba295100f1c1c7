import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { post } from "../api/client";
import type { View } from "../api/types";
import { t } from "../i18n";
import { Dialog } from "../ui/dialogs";
import { SwitchField, TextField } from "../ui/fields";
import { ProblemNotice } from "../ui/states";
import ui from "../ui/ui.module.css";
import { useForm } from "../ui/use-form";

interface Props {
  page: string;
  query: string;
  onClose(): void;
  onDone(view: View): void;
}

/** Keeps what a list shows now under a name. */
export default function SaveView({ page, query, onClose, onDone }: Props) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { name: "", shared: false },
    validate: (values) =>
      values.name.trim() ? new Map<string, string>() : new Map([["name", t("field.required")]]),
    save: async (values) => {
      const view = await post<View>("/views", {
        page,
        name: values.name.trim(),
        query,
        shared: values.shared,
      });
      await queries.invalidateQueries({ queryKey: ["/views"] });
      onDone(view);
    },
  });
  return (
    <Dialog title={t("views.save")} opened onClose={onClose}>
      <form className={ui.stack} onSubmit={form.submit} noValidate>
        <ProblemNotice problem={form.problem} extra={form.orphans} />
        <TextField label={t("views.name")} required autoFocus field={form.bind("name")} autoComplete="off" />
        <SwitchField
          label={t("views.isShared")}
          description={t("views.isSharedHelp")}
          field={form.bind("shared")}
        />
        <div className={ui.buttons}>
          <Button type="submit" loading={form.busy}>
            {t("common.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
