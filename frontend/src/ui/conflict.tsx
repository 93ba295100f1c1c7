import { Button } from "@mantine/core";
import { t } from "../i18n";
import css from "./conflict.module.css";
import { Notice } from "./states";
import ui from "./ui.module.css";
import type { Form } from "./use-form";

/** Two versions of one thing, where they differ: what is being saved, and what somebody else saved meanwhile. */
export function Conflict<T extends object>({
  form,
  words,
}: {
  form: Form<T>;
  words: Partial<Record<keyof T, string>>;
}) {
  if (!form.theirs) return null;
  const { theirs, values } = form;
  const differing = (Object.keys(values) as (keyof T)[]).filter(
    (name) => JSON.stringify(values[name]) !== JSON.stringify(theirs[name]),
  );
  return (
    <Notice tone="warn">
      <div className={ui.stack}>
        <div>
          <strong>{t("conflict.title")}</strong>
          <div>{differing.length > 0 ? t("conflict.text") : t("conflict.same")}</div>
        </div>
        {differing.length > 0 ? (
          <table className={css.versions}>
            <thead>
              <tr>
                <th scope="col">{t("conflict.field")}</th>
                <th scope="col">{t("conflict.mine")}</th>
                <th scope="col">{t("conflict.theirs")}</th>
              </tr>
            </thead>
            <tbody>
              {differing.map((name) => (
                <tr key={String(name)}>
                  <th scope="row">{words[name] ?? String(name)}</th>
                  <td>{shown(values[name])}</td>
                  <td>{shown(theirs[name])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        <div className={ui.buttons}>
          <Button size="xs" loading={form.busy} onClick={() => void form.submit()}>
            {t("conflict.keepMine")}
          </Button>
          <Button size="xs" variant="default" onClick={form.takeTheirs}>
            {t("conflict.takeTheirs")}
          </Button>
        </div>
      </div>
    </Notice>
  );
}

function shown(value: unknown): string {
  if (typeof value === "boolean") return value ? t("common.on") : t("common.off");
  if (typeof value === "object") return JSON.stringify(value, null, 1);
  return String(value) || "–";
}
