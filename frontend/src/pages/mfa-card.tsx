import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../api/client";
import type { User } from "../api/types";
import { t } from "../i18n";
import { Dialog } from "../ui/dialogs";
import { SecretField, TextField } from "../ui/fields";
import { ProblemNotice } from "../ui/states";
import { StatusGlyph } from "../ui/status";
import { toast } from "../ui/toast";
import css from "../ui/ui.module.css";
import { useForm } from "../ui/use-form";
import { BackupCodes } from "./backup-codes";

/** The second factor of one's own account. */
export function MfaCard({ user }: { user: User }) {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<"codes" | "off" | null>(null);
  if (!user.mfa_enabled)
    return (
      <div className={css.stack}>
        <p>{t("mfaCard.off")}</p>
        <div className={css.buttons}>
          <Button onClick={() => void navigate({ to: "/enroll", search: { next: "/settings" } })}>
            {t("mfaCard.enroll")}
          </Button>
        </div>
      </div>
    );
  return (
    <div className={css.stack}>
      <p>
        <StatusGlyph status="up" /> {t("mfaCard.on")}
      </p>
      <div className={css.buttons}>
        <Button variant="default" onClick={() => setDialog("codes")}>
          {t("mfaCard.newCodes")}
        </Button>
        <Button variant="default" onClick={() => setDialog("off")}>
          {t("mfaCard.disable")}
        </Button>
      </div>
      <Dialog
        title={t("mfaCard.newCodes")}
        opened={dialog === "codes"}
        onClose={() => setDialog(null)}
        dismissable={false}
      >
        <NewCodes email={user.email} onClose={() => setDialog(null)} />
      </Dialog>
      <Dialog title={t("mfaCard.disable")} opened={dialog === "off"} onClose={() => setDialog(null)}>
        <Disable onClose={() => setDialog(null)} />
      </Dialog>
    </div>
  );
}

function NewCodes({ email, onClose }: { email: string; onClose(): void }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const form = useForm({
    initial: { code: "" },
    save: async ({ code }) =>
      setCodes(
        (await post<{ backup_codes: string[] }>("/auth/mfa/backup-codes", { code: code.trim() }))
          .backup_codes,
      ),
  });
  if (codes) return <BackupCodes codes={codes} email={email} onDone={onClose} />;
  return (
    <form className={css.stack} onSubmit={form.submit} noValidate>
      <p>{t("mfaCard.newCodesText")}</p>
      <ProblemNotice problem={form.problem} extra={form.orphans} />
      <TextField
        label={t("mfa.code")}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        field={form.bind("code")}
      />
      <div className={css.buttons}>
        <Button type="submit" loading={form.busy}>
          {t("mfaCard.newCodes")}
        </Button>
      </div>
    </form>
  );
}

function Disable({ onClose }: { onClose(): void }) {
  const queries = useQueryClient();
  const form = useForm({
    initial: { code: "", password: "" },
    save: async ({ code, password }) => {
      await post("/auth/mfa/disable", { code: code.trim(), password });
      await queries.invalidateQueries();
      toast(t("mfaCard.disabled"));
      onClose();
    },
  });
  return (
    <form className={css.stack} onSubmit={form.submit} noValidate>
      <p>{t("mfaCard.disableText")}</p>
      <ProblemNotice problem={form.problem} extra={form.orphans} />
      <SecretField
        label={t("signIn.password")}
        autoComplete="current-password"
        field={form.bind("password")}
      />
      <TextField
        label={t("mfa.code")}
        inputMode="numeric"
        autoComplete="one-time-code"
        field={form.bind("code")}
      />
      <div className={css.buttons}>
        <Button type="submit" color="red" loading={form.busy}>
          {t("mfaCard.disable")}
        </Button>
      </div>
    </form>
  );
}
