import type { CSSProperties, ReactNode } from "react";
import type { CheckStatus, Host } from "../api/types";
import { lookUp, t } from "../i18n";
import css from "./status.module.css";

const glyphs: Record<CheckStatus, ReactNode> = {
  up: (
    <>
      <circle cx="8" cy="8" r="7" />
      <path className={css.mark} d="m4.800 8.200 2.200 2.200 4.200-4.600" />
    </>
  ),
  degraded: (
    <>
      <path d="M8 1 15.300 14.200H.7z" />
      <path className={css.mark} d="M8 6v3.400M8 11.700v.01" />
    </>
  ),
  down: (
    <>
      <rect x="1" y="1" width="14" height="14" rx="2.500" />
      <path className={css.mark} d="m5 5 6 6M11 5l-6 6" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="7" />
      <path className={css.mark} d="M6 6.300c0-2.600 4-2.600 4-.1C10 7.900 8 7.700 8 9.300M8 11.700v.01" />
    </>
  ),
  paused: (
    <>
      <circle className={css.ring} cx="8" cy="8" r="6" />
      <rect x="5.600" y="5" width="1.800" height="6" />
      <rect x="8.600" y="5" width="1.800" height="6" />
    </>
  ),
  pending: <circle className={css.ring} cx="8" cy="8" r="6" strokeDasharray="3 2.300" />,
};

export function StatusGlyph({ status }: { status: CheckStatus }) {
  return (
    <svg className={`${css.glyph} ${css[status]}`} viewBox="0 0 16 16" aria-hidden="true">
      {glyphs[status]}
    </svg>
  );
}

export function statusWord(status: CheckStatus): string {
  return lookUp(`status.${status}`) ?? status;
}

export function StatusBadge({ status, pill = false }: { status: CheckStatus; pill?: boolean }) {
  return (
    <span className={`${css.badge} ${css[status]} ${pill ? css.pill : ""}`}>
      <StatusGlyph status={status} />
      {statusWord(status)}
    </span>
  );
}

const SLOTS = 30;
const EMPTY = { name: "n", height: 8 };
const tones: Record<string, { name: string; height: number; status: CheckStatus }> = {
  u: { name: "u", height: 14, status: "up" },
  g: { name: "g", height: 18, status: "degraded" },
  d: { name: "d", height: 22, status: "down" },
  "?": { name: "q", height: 8, status: "unknown" },
};

/** "28 up, 2 down" of a strip of letters. */
export function stripText(strip: string): string {
  const counts = new Map<CheckStatus, number>();
  for (const letter of strip) {
    const tone = tones[letter];
    if (tone) counts.set(tone.status, (counts.get(tone.status) ?? 0) + 1);
  }
  if (counts.size === 0) return t("strip.empty");
  const parts = [...counts].map(([status, count]) => `${count} ${statusWord(status).toLowerCase()}`);
  return t("strip.label", { counts: parts.join(", ") });
}

/** The bars of one tone, as one path. */
function bars(letters: string, name: string): string {
  let path = "";
  for (let place = 0; place < SLOTS; place++) {
    const tone = tones[letters[place] ?? ""] ?? EMPTY;
    if (tone.name === name) path += `M${place * 6} ${22 - tone.height}h4v${tone.height}h-4z`;
  }
  return path;
}

const TONES = ["u", "g", "d", "q", "n"];

/** Thirty results or stretches of time, oldest first. Trouble is taller as well as coloured. */
export function Strip({ strip }: { strip: string[] | string }) {
  const letters = (typeof strip === "string" ? strip : strip.join("")).slice(-SLOTS).padStart(SLOTS, " ");
  return (
    <svg
      className={css.strip}
      viewBox={`0 0 ${SLOTS * 6} 22`}
      preserveAspectRatio="none"
      role="img"
      aria-label={stripText(letters)}
    >
      {TONES.map((name) => {
        const path = bars(letters, name);
        return path ? <path key={name} className={css[name]} d={path} /> : null;
      })}
    </svg>
  );
}

const ORDER = ["down", "degraded", "unknown", "up"] as const;

/** How the checks of a host stand, in words and as a bar in proportion. */
export function CheckShare({ checks }: { checks: Host["checks"] }) {
  if (checks.total === 0) return <span className={css.standing}>{t("hosts.noChecks")}</span>;
  const present = ORDER.filter((status) => checks[status] > 0);
  if (present.length === 0)
    return <span className={css.standing}>{statusWord("pending").toLowerCase()}</span>;
  const words = present.map((status) => `${checks[status]} ${statusWord(status).toLowerCase()}`).join(", ");
  return (
    <span className={css.standing}>
      {words}
      <span className={css.share} aria-hidden="true">
        {present.map((status) => (
          <span key={status} className={css[status]} style={{ flexGrow: checks[status] } as CSSProperties} />
        ))}
      </span>
    </span>
  );
}
