import { describe, expect, it } from "vitest";
import { freshnessOf } from "./freshness";

const NOW = 1_000_000;
const asked = (age: number, refetchInterval: number | false = 5000) => ({
  options: { refetchInterval } as never,
  state: { dataUpdatedAt: age === 0 ? 0 : NOW - age },
});
const polling = { mode: "polling", since: 0 } as const;

describe("freshness of a page", () => {
  it("is that of its oldest part", () => {
    expect(freshnessOf([asked(3000), asked(8000)], polling, 0, NOW)).toEqual({
      state: "polling",
      at: NOW - 8000,
    });
  });

  it("does not count what is read once, or not yet", () => {
    expect(freshnessOf([asked(900_000, false), asked(0)], polling, 0, NOW).at).toBe(0);
  });

  it("says since when one part is old, also while others are new", () => {
    expect(freshnessOf([asked(1000), asked(36_000)], polling, 0, NOW)).toEqual({
      state: "stale",
      at: NOW - 36_000,
    });
    expect(freshnessOf([asked(1000)], { mode: "stale", since: 5 }, 0, NOW)).toEqual({
      state: "stale",
      at: 5,
    });
  });

  it("is live with the stream, and of the moment it was held still", () => {
    expect(freshnessOf([asked(1000)], { mode: "live", since: 0 }, 0, NOW).state).toBe("live");
    expect(freshnessOf([asked(90_000)], polling, 77, NOW)).toEqual({ state: "paused", at: 77 });
  });
});
