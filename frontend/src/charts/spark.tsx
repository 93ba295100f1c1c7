import { useMemo } from "react";
import css from "./spark.module.css";

export interface Point {
  /** Milliseconds since 1970. */
  at: number;
  /** Null where there is nothing to draw. */
  value: number | null;
}

const WIDTH = 240;
const HEIGHT = 48;
const PAD = 3;

interface Props {
  points: Point[];
  /** What is shown, in milliseconds since 1970. */
  from: number;
  to: number;
  /** The value the top stands for; without one the highest of the points. */
  top?: number | undefined;
  label: string;
}

/** Stretches without a gap, as coordinates. */
function stretches({ points, from, to, top }: Omit<Props, "label">): [number, number][][] {
  const high = top ?? Math.max(...points.map((point) => point.value ?? 0)) * 1.15;
  const scale = high > 0 ? high : 1;
  const found: [number, number][][] = [];
  let open = false;
  for (const { at, value } of points) {
    if (value === null || at < from) {
      open = false;
      continue;
    }
    const x = ((at - from) / Math.max(1, to - from)) * WIDTH;
    const y = HEIGHT - PAD - (Math.min(value, scale) / scale) * (HEIGHT - 2 * PAD);
    if (!open) found.push([]);
    found.at(-1)?.push([x, y]);
    open = true;
  }
  return found;
}

const pathOf = (line: [number, number][]) =>
  line.map(([x, y], at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** A small chart: the line, the area below it, and a dot at the newest point. */
export function Spark({ points, from, to, top, label }: Props) {
  const lines = useMemo(() => stretches({ points, from, to, top }), [points, from, to, top]);
  const last = lines.at(-1)?.at(-1);
  return (
    <svg
      className={css.spark}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <line className={css.floor} x1="0" y1={HEIGHT - 0.5} x2={WIDTH} y2={HEIGHT - 0.5} />
      {lines.map((line) => {
        const [first, end] = [line[0], line.at(-1)];
        const path = pathOf(line);
        return (
          <g key={first?.[0]}>
            {line.length > 1 && first && end ? (
              <path
                className={css.area}
                d={`${path}L${end[0].toFixed(1)} ${HEIGHT}L${first[0].toFixed(1)} ${HEIGHT}Z`}
              />
            ) : null}
            <path className={css.line} d={line.length > 1 ? path : `${path}h0.01`} />
          </g>
        );
      })}
      {last ? <path className={css.dot} d={`M${last[0].toFixed(1)} ${last[1].toFixed(1)}h0.01`} /> : null}
    </svg>
  );
}
