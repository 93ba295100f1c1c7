import { describe, expect, it } from "vitest";
import { addMessages } from "../i18n";
import { app } from "../i18n/en/app";
import { labelsOf, labelsText, linesOf } from "./pairs";
import { duration, relative } from "./time";

addMessages(app);

describe("labels", () => {
  it("are one name=value a line, and the first bad line is named", () => {
    expect(labelsOf("env=prod\n\n a = b=c ")).toEqual({ labels: { env: "prod", a: "b=c" }, bad: null });
    expect(labelsOf("env\n=x").bad).toBe("env");
    expect(labelsText({ a: "b" })).toBe("a=b");
    expect(linesOf(" x \n\ny")).toEqual(["x", "y"]);
  });
});

describe("times", () => {
  it("are short", () => {
    expect([5, 65, 3700, 90_000].map(duration)).toEqual(["5 s", "1 min", "1 h 1 min", "1 d 1 h"]);
    expect(relative(0, 1000)).toBe("just now");
    expect(relative(0, 120_000)).toMatch(/2\s?m.* ago/);
  });
});
