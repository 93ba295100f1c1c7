import { describe, expect, it } from "vitest";
import type { Check } from "../api/types";
import { extended, figureOf, valuePart } from "./own-values";

const check = (more: object) =>
  ({
    id: 7,
    type: "self",
    params: { part: "load" },
    status: "up",
    message: "load 1.25 on 2 processors",
    last_ts: "2026-11-21T10:00:00.000Z",
    ...more,
  }) as unknown as Check;
const NOW = Date.parse("2026-11-21T10:00:05.000Z");

describe("values of the own machine", () => {
  it("are the first figure of the message", () => {
    expect(["load 6.86 on 2 processors", "7 % of 23.5 GiB used", "answers"].map(figureOf)).toEqual([
      6.86,
      7,
      null,
    ]);
    expect([
      valuePart(check({})),
      valuePart(check({ params: { part: "redis" } })),
      valuePart(check({ type: "http" })),
    ]).toEqual(["load", null, null]);
  });

  it("grow by each result once, and forget the old", () => {
    const first = extended({}, [check({})], NOW);
    expect(first["7"]).toEqual([{ at: NOW - 5000, value: 1.25 }]);
    expect(extended(first, [check({})], NOW)["7"]).toHaveLength(1);
    const later = check({ last_ts: "2026-11-21T10:20:00.000Z", status: "unknown" });
    expect(extended(first, [later], NOW + 1_200_000)["7"]).toEqual([
      { at: NOW - 5000 + 1_200_000, value: null },
    ]);
  });
});
