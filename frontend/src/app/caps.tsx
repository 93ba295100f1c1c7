import { t } from "../i18n";
import css from "./shell.module.css";
import { capsOf, type Shortcut } from "./shortcuts";

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
