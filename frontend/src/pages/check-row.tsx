import { Link } from "@tanstack/react-router";
import type { Check } from "../api/types";
import { latencyText } from "../charts/series";
import { t } from "../i18n";
import { messageText } from "../ui/message";
import { StatusBadge, Strip } from "../ui/status";
import { Ago } from "../ui/time";
import ui from "../ui/ui.module.css";
import css from "./check-row.module.css";

/** Checks one under another, each with its newest results. */
export function CheckRows({ checks, withHost = false }: { checks: Check[]; withHost?: boolean }) {
  return (
    <ul className={css.checks}>
      {checks.map((check) => (
        <CheckRow key={check.id} check={check} withHost={withHost} />
      ))}
    </ul>
  );
}

function CheckRow({ check, withHost }: { check: Check; withHost: boolean }) {
  return (
    <li className={css.check}>
      <span>
        <StatusBadge status={check.status} />
      </span>
      <div className={css.words}>
        <Link to="/checks/$checkId" params={{ checkId: check.id }} className={ui.rowLink} data-row>
          {withHost ? t("changes.name", { host: check.host_name, check: check.name }) : check.name}
        </Link>
        <span className={css.type}>{check.type}</span>
        <small>{messageText(check)}</small>
      </div>
      <Strip strip={check.strip} />
      <span className={css.figure}>{latencyText(check.latency_ms)}</span>
      <span className={css.ago}>
        <Ago at={check.last_ts} />
      </span>
    </li>
  );
}
