import { describe, expect, it } from "vitest";
import { safeNext } from "./next";
import { ownAddress, plainText } from "./trusted-types";

describe("the trusted types policy", () => {
  it("lets style text pass and refuses markup", () => {
    expect(plainText(":root{--a:1}")).toBe(":root{--a:1}");
    expect(() => plainText("<img src=x>")).toThrow(TypeError);
  });

  it("lets our own chunks pass and refuses other origins", () => {
    const origin = "https://tocsin.example";
    expect(ownAddress("/assets/a.js", origin)).toBe("/assets/a.js");
    for (const url of ["https://evil.example/a.js", "//evil.example/a.js", "data:text/javascript,1"])
      expect(() => ownAddress(url, origin)).toThrow(TypeError);
  });
});

describe("the page after sign-in", () => {
  it("is one of this site", () => {
    expect(safeNext("/hosts?q=a")).toBe("/hosts?q=a");
    for (const next of [
      null,
      "",
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "javascript:1",
      "/login",
    ])
      expect(safeNext(next)).toBe("/");
  });
});
