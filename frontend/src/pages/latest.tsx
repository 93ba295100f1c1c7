import { useQuery } from "@tanstack/react-query";
import { results } from "../api/queries";
import type { Check } from "../api/types";
import { latencyText } from "../charts/series";
import { t } from "../i18n";
import { messageText } from "../ui/message";
import { Card } from "../ui/page";
import { StatusBadge } from "../ui/status";
import { Moment } from "../ui/time";
import css from "./latest.module.css";

const MOST = 20;

/** The newest results of a check, each a line. */
export function Latest({ check, seconds }: { check: Check; seconds: number }) {
  const { data } = useQuery(results(check.id, seconds));
  if (!data || data.length === 0) return null;
  return (
    <Card title={t("check.latest")} flush>
      <table className={css.table} aria-label={t("check.latest")}>
        <thead>
          <tr>
            <th scope="col">{t("chart.time")}</th>
            <th scope="col">{t("hosts.status")}</th>
            <th scope="col" className={css.figure}>
              {t("chart.latency")}
            </th>
            <th scope="col">{t("check.message")}</th>
          </tr>
        </thead>
        <tbody>
          {data
            .slice(-MOST)
            .reverse()
            .map((point) => (
              <tr key={point.ts}>
                <td className={css.time}>
                  <Moment at={point.ts} />
                </td>
                <td>
                  <StatusBadge status={point.status} />
                </td>
                <td className={css.figure}>{latencyText(point.latency_ms)}</td>
                <td className={css.message} title={messageText(point)}>
                  {messageText(point)}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </Card>
  );
}
