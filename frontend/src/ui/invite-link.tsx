import { Button } from "@mantine/core";
import type { Invite } from "../api/types";
import { t } from "../i18n";
import { Secret } from "./copy";
import { Until } from "./time";
import css from "./ui.module.css";

/** A one-time link, shown once. */
export function InviteLink({ invite, onClose }: { invite: Invite; onClose(): void }) {
  return (
    <div className={css.stack}>
      <p>{t("invite.linkText")}</p>
      <Secret text={invite.invite_url} label={t("invite.linkTitle")} />
      <p className={css.small}>
        {t("invite.linkExpires")} <Until at={invite.invite_expires_at} />
      </p>
      <div className={css.buttons}>
        <Button onClick={onClose}>{t("common.done")}</Button>
      </div>
    </div>
  );
}
