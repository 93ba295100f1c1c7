import { useState } from "react";
import { t } from "../i18n";
import { commandOf, curlOf, type Deed } from "./command";
import { CopyButton } from "./copy";
import css from "./ui.module.css";

/** The same as an API call and as a command, for those who want to repeat it without the form. */
export function CopyAs({ deed }: { deed(): Deed }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className={css.copyAs} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{t("copyAs.title")}</summary>
      {opened ? <Both deed={deed()} /> : null}
    </details>
  );
}

function Both({ deed }: { deed: Deed }) {
  const command = commandOf(deed);
  return (
    <div className={css.stack}>
      {command ? <Code label={t("copyAs.command")} text={command} /> : null}
      <Code label={t("copyAs.call")} text={curlOf(deed, location.origin)} />
    </div>
  );
}

function Code({ label, text }: { label: string; text: string }) {
  return (
    <figure className={css.codeBox}>
      <figcaption>
        {label}
        <CopyButton text={text} small />
      </figcaption>
      <pre>{text}</pre>
    </figure>
  );
}
