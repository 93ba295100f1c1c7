import "uplot/dist/uPlot.min.css";
import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import { t } from "../i18n";
import { clock as clockTime, dayMonth } from "../i18n/intl";
import { statusWord } from "../ui/status";
import { local } from "../ui/time";
import css from "./charts.module.css";
import { axisText, latencyText, lonelyOf, type Series } from "./series";

interface Props {
  series: Series;
  from: number;
  to: number;
  height?: number;
  /** Charts of one page share their cursor, and their zoom through this. */
  onZoom?: ((zoom: { from: number; to: number } | null) => void) | undefined;
}

const HEIGHT = 240;
const LOOKS = ["data-mantine-color-scheme", "data-contrast", "data-palette"];
const LEAST_ZOOM_S = 5;
const RIBBON = 5;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function schemeNow(): string {
  return LOOKS.map((name) => document.documentElement.getAttribute(name) ?? "").join(" ");
}

/** The colours are read when the chart is made, so a change of theme makes a new one. */
function useScheme(): string {
  const [scheme, setScheme] = useState(schemeNow);
  useEffect(() => {
    const observer = new MutationObserver(() => setScheme(schemeNow()));
    observer.observe(document.documentElement, { attributeFilter: LOOKS });
    return () => observer.disconnect();
  }, []);
  return scheme;
}

function drawRibbon(plot: uPlot, spans: Series["spans"]): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const span of spans) {
    const left = plot.valToPos(span.from, "x", true);
    const width = Math.max(2 * ratio, plot.valToPos(span.to, "x", true) - left);
    const tone = colour(`--${span.status}`);
    ctx.globalAlpha = 0.12;
    ctx.fillStyle = tone;
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillRect(left, bbox.top + bbox.height - RIBBON * ratio, width, RIBBON * ratio);
  }
  ctx.restore();
}

function axis(): uPlot.Axis {
  const muted = colour("--muted");
  const line = colour("--line");
  return {
    stroke: muted,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1, size: 4 },
    font: "12px system-ui, sans-serif",
  };
}

/** Room for the longest of an axis' texts, whose letters are at most 7 pixels wide. */
function widthOf(_plot: uPlot, texts: string[] | null): number {
  return Math.max(62, 16 + 7 * Math.max(0, ...(texts ?? []).map((text) => text.length)));
}

/** Clock times, with the day under the first and under each that begins one. */
function clock(_plot: uPlot, splits: number[]): string[] {
  const fine = (splits[1] ?? 0) - (splits[0] ?? 0) < 60;
  let day = "";
  return splits.map((split) => {
    const time = clockTime(split * 1000, fine);
    const today = dayMonth(split * 1000);
    const text = today === day ? time : `${time}\n${today}`;
    day = today;
    return text;
  });
}

/** What the result under the cursor said. */
function told({ states }: Series, latency: number | null, index: number | null): string {
  const status = index === null ? null : (states[index] ?? null);
  if (!status || status === "up") return latencyText(latency);
  return [statusWord(status), latency === null ? "" : latencyText(latency)].filter(Boolean).join(", ");
}

/** Without a cursor in the chart its figures are the newest result's. */
function showNewest(plot: uPlot): void {
  const newest = plot.data[0].length - 1;
  if (plot.cursor.idx == null && newest >= 0 && plot.legend.idx !== newest)
    plot.setLegend({ idx: newest }, false);
}

/** What was drawn over with the mouse becomes the time shown; a double press shows all again. */
function zoomed(plot: uPlot, latest: () => Props): void {
  const { left, width } = plot.select;
  if (width < 4) return;
  const [from, to] = [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")];
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  if (to - from >= LEAST_ZOOM_S) latest().onZoom?.({ from: Math.floor(from), to: Math.ceil(to) });
}

function showAll(latest: () => Props): null {
  latest().onZoom?.(null);
  return null;
}

function options(width: number, latest: () => Props): uPlot.Options {
  const accent = colour("--accent");
  const zooms = latest().onZoom !== undefined;
  return {
    width,
    height: latest().height ?? HEIGHT,
    cursor: {
      y: false,
      points: { size: 7 },
      sync: { key: "page", scales: ["x", null] },
      drag: { x: zooms, y: false, setScale: false },
      bind: { dblclick: () => () => showAll(latest) },
    },
    legend: { show: true },
    scales: {
      x: { range: () => [latest().from, latest().to] },
      y: { range: (_plot, _low, high) => [0, high > 0 ? high * 1.12 : 1] },
    },
    axes: [
      { ...axis(), space: 84, values: clock },
      { ...axis(), size: widthOf, values: (_plot, values) => values.map(axisText) },
    ],
    series: [
      { label: t("chart.time"), value: (_plot, at) => (at ? local(at * 1000) : "–") },
      {
        label: t("chart.latency"),
        stroke: accent,
        fill: `${accent}1c`,
        width: 1.6,
        points: {
          show: (plot) => (plot.data[0].length < 60 ? true : undefined) as unknown as boolean,
          filter: (plot, index, shown) => (shown ? null : lonelyOf(plot.data[index] as (number | null)[])),
          size: 4,
        },
        value: (_plot, value, _series, index) => told(latest().series, value, index),
        spanGaps: false,
      },
    ],
    hooks: {
      drawAxes: [(plot) => drawRibbon(plot, latest().series.spans)],
      setCursor: [showNewest],
      setSelect: [(plot) => zoomed(plot, latest)],
      setData: [showNewest],
    },
  };
}

export default function Plot(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const scheme = useScheme();

  useEffect(() => {
    const node = place.current;
    if (!node || !scheme) return;
    const { series } = latest.current;
    const made = new uPlot(
      options(node.clientWidth, () => latest.current),
      [series.x, series.y],
      node,
    );
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: node.clientWidth, height: latest.current.height ?? HEIGHT }),
    );
    observer.observe(node);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [scheme]);

  const { series, from, to } = props;
  useEffect(() => {
    if (from < to) plot.current?.setData([series.x, series.y]);
  }, [series, from, to]);

  return <div ref={place} className={css.plot} aria-hidden="true" />;
}
