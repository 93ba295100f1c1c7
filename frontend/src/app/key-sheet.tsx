import { useEffect, useState } from "react";
import { t } from "../i18n";
import { usePreferences } from "../prefs/use-preferences";
import { Dialog } from "../ui/dialogs";
import { Caps, shortcutText } from "./caps";
import css from "./shell.module.css";
import { keyOf, shortcuts } from "./shortcuts";

/** What each key does now; Enter and Esc are the browser's own and cannot be changed. */
export default function KeySheet({ asked }: { asked: number }) {
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(asked > 0), [asked]);
  const { keys, single_keys } = usePreferences();
  const rows: [string, string][] = [
    ...shortcuts.map((each): [string, string] => [keyOf(each.action, keys), shortcutText(each)]),
    ["Enter", t("keys.open")],
    ["Esc", t("keys.close")],
  ];
  return (
    <Dialog title={t("keys.title")} opened={opened} onClose={() => setOpened(false)}>
      {single_keys ? null : <p className={css.off}>{t("keys.singleOff")}</p>}
      <dl className={css.sheet}>
        {rows.map(([binding, what]) => (
          <div key={binding} style={{ display: "contents" }}>
            <dt>
              <Caps binding={binding} />
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
