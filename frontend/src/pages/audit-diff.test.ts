import { describe, expect, it } from "vitest";
import { compared } from "./audit-diff";

describe("an audit entry against the one before", () => {
  it("says what came and what went, line by line", () => {
    const changes = compared({ entries: ["a", "c"], role: "admin" }, { entries: ["a", "b"], role: "viewer" });
    expect(changes).toEqual([
      {
        name: "entries",
        lines: [
          { kind: "same", text: "a" },
          { kind: "added", text: "c" },
          { kind: "removed", text: "b" },
        ],
      },
      {
        name: "role",
        lines: [
          { kind: "added", text: "admin" },
          { kind: "removed", text: "viewer" },
        ],
      },
    ]);
  });

  it("claims no change where there is nothing to compare with", () => {
    expect(compared({ n: 3, none: null }, null)).toEqual([
      { name: "n", lines: [{ kind: "same", text: "3" }] },
      { name: "none", lines: [] },
    ]);
  });
});
