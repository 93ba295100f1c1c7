import { t } from "../i18n";
import { Dialog } from "../ui/dialogs";
import { places } from "./nav";
import css from "./shell.module.css";

export function KeySheet({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const rows: [string[], string][] = [
    [["Ctrl", "K"], t("keys.palette")],
    [["/"], t("keys.palette")],
    [["j"], t("keys.next")],
    [["k"], t("keys.previous")],
    [["Enter"], t("keys.open")],
    [["Esc"], t("keys.close")],
    [["?"], t("keys.sheet")],
    ...places.map((place): [string[], string] => [
      ["g", place.key],
      t("keys.goTo", { place: t(place.label) }),
    ]),
  ];
  return (
    <Dialog title={t("keys.title")} opened={opened} onClose={onClose}>
      <dl className={css.sheet}>
        {rows.map(([keys, what]) => (
          <div key={keys.join(" ")} style={{ display: "contents" }}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
