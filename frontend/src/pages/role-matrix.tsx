import "../i18n/parts/admin";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import ui from "../ui/ui.module.css";
import css from "./role-matrix.module.css";
import { mayByRole, PERMISSIONS, type PermissionName, ROLES, roleWord } from "./roles";

/** What each role may do. */
export default function RoleMatrix() {
  return (
    <details className={css.matrix}>
      <summary>{t("roles.title")}</summary>
      <div className={css.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("roles.permission")}</th>
              {ROLES.map((role) => (
                <th key={role} scope="col">
                  {roleWord(role)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(Object.keys(PERMISSIONS) as PermissionName[]).map((name) => (
              <tr key={name}>
                <th scope="row">
                  {t(`may.${name}`)} <code>{name}</code>
                </th>
                {ROLES.map((role) => (
                  <td key={role}>
                    {mayByRole(role, name) ? (
                      <>
                        <Icon name="check" size={16} />
                        <span className="visually-hidden">{t("common.on")}</span>
                      </>
                    ) : (
                      <span className="visually-hidden">{t("common.off")}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={ui.small}>{t("roles.platform")}</p>
    </details>
  );
}
