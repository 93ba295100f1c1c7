import { useEffect, useState } from "react";
import type { Check } from "../api/types";
import type { Point } from "../charts/spark";

/**
 * Load, memory and disk of the machine Tocsin runs on. The server keeps only their newest value, as a check's
 * message; what this tab has seen of them makes the line.
 */
const KEPT_MS = 900_000;
const PLACE = "tocsin-own-values";

/** The part a `self` check looks at, where it measures a value rather than a time. */
export function valuePart(check: Check): "load" | "memory" | "disk" | null {
  const part = check.type === "self" ? check.params.part : null;
  return part === "load" || part === "memory" || part === "disk" ? part : null;
}

/** The first figure of what the check said. */
export function figureOf(message: string): number | null {
  const found = /\d+(?:\.\d+)?/.exec(message);
  return found ? Number(found[0]) : null;
}

type Seen = Record<string, Point[]>;

function read(): Seen {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
    return found !== null && typeof found === "object" ? (found as Seen) : {};
  } catch {
    return {};
  }
}

/** `seen` with what `checks` say now. */
export function extended(seen: Seen, checks: Check[], now: number): Seen {
  const next: Seen = {};
  for (const check of checks) {
    const key = String(check.id);
    const points = (seen[key] ?? []).filter((point) => point.at > now - KEPT_MS);
    const at = Date.parse(check.last_ts ?? "");
    const value = check.status === "unknown" ? null : figureOf(check.message);
    const fresh = !Number.isNaN(at) && at > (points.at(-1)?.at ?? 0);
    next[key] = fresh ? [...points, { at, value }] : points;
  }
  return next;
}

export function useOwnValues(checks: Check[]): Seen {
  const [seen, setSeen] = useState(read);
  useEffect(() => {
    setSeen((old) => extended(old, checks.filter(valuePart), Date.now()));
  }, [checks]);
  useEffect(() => {
    try {
      sessionStorage.setItem(PLACE, JSON.stringify(seen));
    } catch {
      // Storage may be forbidden; the line then begins anew with each visit.
    }
  }, [seen]);
  return seen;
}
