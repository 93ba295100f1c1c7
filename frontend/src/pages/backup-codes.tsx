import { Button } from "@mantine/core";
import { useState } from "react";
import { t } from "../i18n";
import { CopyButton } from "../ui/copy";
import { TickField } from "../ui/fields";
import { Icon } from "../ui/icons";
import { saveFile } from "../ui/save-file";
import ui from "../ui/ui.module.css";
import css from "./enroll.module.css";

interface Props {
  codes: string[];
  email: string;
  onDone(): void;
}

/** The codes are shown once; going on needs the word of the person that they are kept. */
export function BackupCodes({ codes, email, onDone }: Props) {
  const [saved, setSaved] = useState(false);
  const text = [t("codes.fileHead", { email, host: location.host }), "", ...codes, ""].join("\n");
  return (
    <div className={ui.stack}>
      <p>{t("codes.text")}</p>
      <ol className={css.codes} aria-label={t("codes.label")}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={ui.buttons}>
        <CopyButton text={codes.join("\n")} />
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="download" size={14} />}
          onClick={() => saveFile("tocsin-backup-codes.txt", text)}
        >
          {t("common.download")}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="print" size={14} />}
          onClick={() => print()}
        >
          {t("common.print")}
        </Button>
      </div>
      <TickField label={t("codes.saved")} checked={saved} onChange={setSaved} />
      <div className={ui.buttons}>
        <Button disabled={!saved} onClick={onDone}>
          {t("common.continue")}
        </Button>
      </div>
    </div>
  );
}
