import { t } from "../i18n";
import { usePreferences } from "../prefs/use-preferences";
import { Dialog } from "../ui/dialogs";
import css from "./shell.module.css";
import { capsOf, keyOf, type Shortcut, shortcuts } from "./shortcuts";

export function shortcutText({ label, place }: Shortcut): string {
  return place ? t(label, { place: t(place) }) : t(label);
}

export function Caps({ binding }: { binding: string }) {
  return (
    <span className={css.caps}>
      {capsOf(binding).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}

/** What each key does now; Enter and Esc are the browser's own and cannot be changed. */
export function KeySheet({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { keys, single_keys } = usePreferences();
  const rows: [string, string][] = [
    ...shortcuts.map((each): [string, string] => [keyOf(each.action, keys), shortcutText(each)]),
    ["Enter", t("keys.open")],
    ["Esc", t("keys.close")],
  ];
  return (
    <Dialog title={t("keys.title")} opened={opened} onClose={onClose}>
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
