import { describe, expect, it } from "vitest";
import { app } from "./en/app";
import { fields } from "./en/fields";
import { light } from "./en/light";
import { pages } from "./en/pages";
import { format } from "./format";

describe("format", () => {
  it("fills placeholders and leaves unknown ones visible", () => {
    expect(format("{a} of {b}, {c}", { a: 3, b: "x" }, "en")).toBe("3 of x, {c}");
  });

  it("does not read inherited properties", () => {
    expect(format("{constructor}", {}, "en")).toBe("{constructor}");
  });

  it("chooses the plural by count, exact values first", () => {
    const text = "{n, plural, =0 {none} one {# host of {who}} other {# hosts of {who}}}";
    const of = (n: number) => format(text, { n, who: "us" }, "en");
    expect([of(0), of(1), of(2000)]).toEqual(["none", "1 host of us", "2,000 hosts of us"]);
  });

  it("does not take a value for a message", () => {
    expect(format("{a}", { a: "{b, plural, other {x}}" }, "en")).toBe("{b, plural, other {x}}");
  });
});

describe("the catalogue", () => {
  const parts = [light, app, pages, fields].map((part) => Object.entries(part));

  it("defines each key once", () => {
    const keys = parts.flat().map(([key]) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("has no empty and no unbalanced message", () => {
    for (const [key, text] of parts.flat()) {
      expect(text.trim(), key).not.toBe("");
      expect(text.split("{").length, key).toBe(text.split("}").length);
    }
  });
});
