import "../i18n/parts/admin";
import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import type { AuditRow, Page } from "../api/types";
import { lookUp, t } from "../i18n";
import { Facts } from "../ui/page";
import { Moment } from "../ui/time";
import ui from "../ui/ui.module.css";
import css from "./audit.module.css";
import { type Change, compared } from "./audit-diff";

const LOOKED_THROUGH = 100;

/** The entry before this one that did the same to the same thing; what it said is what was changed. */
function useEarlier(row: AuditRow): AuditRow | null {
  const { data } = useQuery({
    queryKey: ["/audit", "before", row.seq],
    queryFn: ({ signal }) =>
      get<Page<AuditRow>>(
        "/audit",
        { action: row.action, outcome: "ok", to: row.at, limit: LOOKED_THROUGH },
        signal,
      ),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: Object.keys(row.detail ?? {}).length > 0,
  });
  const same = (each: AuditRow) =>
    each.seq < row.seq && each.target?.kind === row.target?.kind && each.target?.id === row.target?.id;
  return data?.items.find(same) ?? null;
}

export function targetText(row: AuditRow): string {
  if (!row.target?.kind) return "";
  return [row.target.kind, row.target.name ?? row.target.id].filter((part) => part !== null).join(" ");
}

/** One entry, and how it differs from the one before it. */
export function AuditDetail({ row }: { row: AuditRow }) {
  const earlier = useEarlier(row);
  const changes = compared(row.detail ?? {}, earlier?.detail ?? null);
  return (
    <div className={ui.stack}>
      <Facts
        items={[
          [t("audit.seq"), String(row.seq)],
          [t("chart.time"), <Moment key="at" at={row.at} />],
          [t("audit.actor"), row.actor.name ?? lookUp(`actor.${row.actor.kind}`) ?? row.actor.kind],
          [t("audit.target"), targetText(row) || "–"],
          [t("audit.outcome"), lookUp(`outcome.${row.outcome}`) ?? row.outcome],
          [t("audit.ip"), row.ip ?? "–"],
        ]}
      />
      {changes.length > 0 ? <Changes changes={changes} earlier={earlier} /> : null}
      <p className={css.hash}>
        {t("audit.hash")} <code>{row.hash}</code>
      </p>
    </div>
  );
}

function Changes({ changes, earlier }: { changes: Change[]; earlier: AuditRow | null }) {
  return (
    <div>
      <h3 className={css.detailHead}>
        {earlier ? t("audit.compared", { seq: earlier.seq }) : t("audit.details")}
      </h3>
      <dl className={css.changes}>
        {changes.map(({ name, lines }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {lines.map(({ kind, text }) => (
                <div key={`${kind} ${text}`} className={css[kind]}>
                  <span className="visually-hidden">{kind === "same" ? "" : t(`audit.${kind}`)} </span>
                  <code>{text}</code>
                </div>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
