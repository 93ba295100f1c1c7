import { Link } from "@tanstack/react-router";
import type { Change } from "../api/types";
import { t } from "../i18n";
import { messageText } from "../ui/message";
import { StatusBadge } from "../ui/status";
import { Ago } from "../ui/time";
import css from "./triage.module.css";

/** State changes, newest first. */
export function Changes({ changes, withHost = false }: { changes: Change[]; withHost?: boolean }) {
  return (
    <ul className={css.list}>
      {changes.map((change) => (
        <li key={`${change.check_id}-${change.ts}`} className={css.change}>
          <span className={css.turn}>
            <StatusBadge status={change.to} />
            <Link to="/checks/$checkId" params={{ checkId: change.check_id }}>
              {withHost && change.host_name
                ? t("changes.name", { host: change.host_name, check: change.check_name })
                : change.check_name}
            </Link>
          </span>
          <span className={css.ago}>
            <Ago at={change.ts} />
          </span>
          {change.message ? <small title={change.message}>{messageText(change)}</small> : null}
        </li>
      ))}
    </ul>
  );
}
