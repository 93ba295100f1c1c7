import { describe, expect, it } from "vitest";
import { addMessages } from "../i18n";
import { app } from "../i18n/en/app";
import { sentence } from "../i18n/format";
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

describe("sentences", () => {
  it("begin large and end with a point, once", () => {
    expect(sentence("this needs the permission user.read")).toBe("This needs the permission user.read.");
    expect(["Why?", "So.", ""].map(sentence)).toEqual(["Why?", "So.", ""]);
  });
});

describe("times", () => {
  it("are short", () => {
    expect([5, 65, 3700, 90_000].map(duration)).toEqual(["5 s", "1 min", "1 h 1 min", "1 d 1 h"]);
    expect(relative(0, 1000)).toBe("just now");
    expect(relative(0, 119_000)).toBe("1 min ago");
    expect(relative(0, 200_000_000)).toBe("2 d ago");
    expect(relative(900_000, 0)).toBe("in 15 min");
  });
});
