import { describe, expect, it } from "vitest";
import type { ResultPoint } from "../api/types";
import { axisText, latencyText, lonelyOf, seriesOf, spanOf, summaryOf } from "./series";

const START = Date.parse("2026-11-21T10:00:00.000Z");

function point(minute: number, latency: number | null, status: ResultPoint["status"] = "up"): ResultPoint {
  return {
    ts: new Date(START + minute * 60_000).toISOString(),
    status,
    reason: null,
    latency_ms: latency,
    message: "",
    anomaly_score: null,
    details: null,
  };
}

describe("seriesOf", () => {
  it("draws a long silence as a gap", () => {
    const { x, y } = seriesOf([point(0, 5), point(1, 6), point(9, 7)], 60);
    expect(y).toEqual([5, 6, null, 7]);
    expect(x[2]).toBe(START / 1000 + 120);
  });

  it("keeps x ascending and unique whatever arrives", () => {
    const { x } = seriesOf([point(1, 5), point(1, 6), point(0, 7), point(2, 8)], 60);
    expect(x).toEqual([START / 1000 + 60, START / 1000 + 120]);
  });

  it("leaves out the latency of failures and marks the stretch", () => {
    const { y, spans } = seriesOf(
      [point(0, 5), point(1, 900, "down"), point(2, null, "down"), point(3, 5)],
      60,
    );
    expect(y).toEqual([5, null, null, 5]);
    expect(spans).toEqual([{ from: START / 1000 + 60, to: START / 1000 + 180, status: "down" }]);
  });

  it("ends a stretch with the first result that says otherwise", () => {
    const { spans, states } = seriesOf([point(0, null, "down"), point(1, 5), point(2, null, "down")], 60);
    expect(spans.map(({ from, to }) => [from - START / 1000, to - START / 1000])).toEqual([
      [0, 60],
      [120, 180],
    ]);
    expect(states).toEqual(["down", "up", "down"]);
    const early = seriesOf([point(0, null, "down"), point(0.5, 5)], 60).spans[0];
    expect(early && early.to - early.from).toBe(30);
  });

  it("knows the places that a line alone would not show", () => {
    expect(lonelyOf([5, null, 6, 7, null, 8])).toEqual([0, 5]);
    expect(lonelyOf([5])).toEqual([0]);
    expect(lonelyOf([])).toEqual([]);
  });

  it("has nothing for nothing", () => {
    expect(seriesOf([], 60)).toEqual({ x: [], y: [], states: [], spans: [] });
  });
});

describe("spanOf", () => {
  it("shows no more than there is, and the whole range of an old check", () => {
    const young = seriesOf([point(0, 5), point(30, 5)], 60);
    const now = START / 1000 + 1800;
    expect(spanOf(young, 86_400, now, 60)).toEqual({ from: START / 1000 - 60, to: now });
    expect(spanOf(young, 600, now, 60).from).toBe(now - 600);
    expect(spanOf(seriesOf([], 60), 3600, now, 60).from).toBe(now - 3600);
  });
});

describe("summaryOf", () => {
  it("counts what could not be measured neither for nor against", () => {
    const summary = summaryOf([
      point(0, 10),
      point(1, null, "down"),
      point(2, null, "unknown"),
      point(3, 20),
    ]);
    expect(summary.availability).toBeCloseTo(66.667, 2);
    expect(summary).toMatchObject({ count: 4, failed: 1, min: 10, median: 15, max: 20 });
  });

  it("makes no claim without results", () => {
    expect(summaryOf([point(0, null, "unknown")]).availability).toBeNull();
  });
});

describe("latencies as text", () => {
  it("shows three digits that matter", () => {
    expect([0.123, 12.44, 123.4, 1234].map(latencyText)).toEqual(["0.12 ms", "12.4 ms", "123 ms", "1.23 s"]);
    expect(latencyText(null)).toBe("–");
  });

  it("shows round axis figures", () => {
    expect([0, 25, 0.5, 1500].map(axisText)).toEqual(["0", "25 ms", "0.5 ms", "1.5 s"]);
  });
});
