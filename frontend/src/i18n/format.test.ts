import { describe, expect, it } from "vitest";
import { admin } from "./en/admin";
import { app } from "./en/app";
import { fields } from "./en/fields";
import { light } from "./en/light";
import { pages } from "./en/pages";
import { profile } from "./en/profile";
import { all as spanish } from "./es/all";
import { server } from "./es/server";
import { format } from "./format";
import { pseudo } from "./pseudo";

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
  const parts = [light, app, pages, fields, profile, admin].map((part) => Object.entries(part));

  it("defines each key once", () => {
    const keys = parts.flat().map(([key]) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("has the same placeholders in Spanish, and no key that English lacks", () => {
    const english = new Map(parts.flat());
    const named = (text: string) =>
      [...text.matchAll(/(?<!(?:=\d+|one|many|other) )\{(\w+)[,}]/g)].map(([, name]) => name).sort();
    for (const [key, text] of Object.entries(spanish)) {
      if (Object.hasOwn(server, key)) continue;
      expect(english.has(key), key).toBe(true);
      expect(new Set(named(text)), key).toEqual(new Set(named(english.get(key) ?? "")));
    }
  });

  it("has no empty and no unbalanced message", () => {
    for (const [key, text] of parts.flat()) {
      expect(text.trim(), key).not.toBe("");
      expect(text.split("{").length, key).toBe(text.split("}").length);
    }
  });
});

describe("the pseudo-language", () => {
  it("marks each message and leaves its syntax alone", () => {
    const text = pseudo("{n, plural, =0 {none of {who}} other {# of {who}}} left");
    expect(format(text, { n: 0, who: "us" }, "en")).toMatch(/^⟦ñóñé óƒ us ļéƒţ~+⟧$/);
    expect(format(text, { n: 2, who: "us" }, "en")).toMatch(/^⟦2 óƒ us ļéƒţ~+⟧$/);
  });

  it("is longer by two fifths at least", () => {
    for (const [key, text] of Object.entries({ ...light, ...app }))
      expect(format(pseudo(text), {}, "en").length, key).toBeGreaterThanOrEqual(
        format(text, {}, "en").length * 1.2,
      );
  });
});
