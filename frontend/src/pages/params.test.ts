import { describe, expect, it } from "vitest";
import type { CheckParam, CheckType } from "../api/types";
import { fromJson } from "./check-json";
import { fromText, paramsOf, toText } from "./params";

function param(more: Partial<CheckParam>): CheckParam {
  return {
    name: "p",
    type: "string",
    unit: null,
    min: null,
    max: null,
    default: null,
    required: false,
    choices: null,
    help: "",
    ...more,
  };
}

describe("parameters of checks in a form", () => {
  it("go there and back", () => {
    const rows: [CheckParam, unknown][] = [
      [param({ type: "integer" }), 42],
      [param({ type: "number" }), 0.5],
      [param({ type: "string" }), "a b"],
      [param({ type: "boolean" }), true],
      [param({ type: "list" }), ["x", "y"]],
      [param({ type: "map" }), { Accept: "text/html", b: "c=d" }],
    ];
    for (const [row, value] of rows) expect(fromText(row, toText(row, value))).toEqual({ value });
  });

  it("show the default and leave empty fields to the server", () => {
    expect(toText(param({ type: "integer", default: 200 }), undefined)).toBe("200");
    expect(fromText(param({}), "  ")).toEqual({ value: undefined });
  });

  it("send only what differs from the defaults", () => {
    const rows = [
      param({ name: "status", default: "200-399" }),
      param({ name: "port", type: "integer", default: 0 }),
    ];
    expect(paramsOf(rows, { status: "200-399", port: "8080" }).params).toEqual({ port: 8080 });
    expect(paramsOf(rows, {}).params).toEqual({});
  });

  it("refuse what is out of bounds, and name the field as the API does", () => {
    const port = param({ name: "port", type: "integer", min: 1, max: 65535, required: true });
    const error = (text: string) => paramsOf([port], { port: text }).errors.get("params.port");
    expect([error(""), error("0"), error("70000"), error("1.5"), error("x")].every(Boolean)).toBe(true);
    expect(error("443")).toBeUndefined();
  });

  it("treat __proto__ as a name like others", () => {
    const headers = param({ name: "headers", type: "map" });
    const { params } = paramsOf([headers], { headers: "__proto__=x\nconstructor=y" });
    expect(JSON.stringify(params)).toBe('{"headers":{"__proto__":"x","constructor":"y"}}');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect(Object.getPrototypeOf(params.headers)).toBe(Object.prototype);
  });
});

describe("a check as JSON", () => {
  const type = {
    name: "tcp",
    summary: "",
    params: [param({ name: "port", type: "integer", required: true })],
  } as unknown as CheckType;

  it("sets the fields of the form", () => {
    expect(fromJson('{"name": "ssh", "interval_s": 30, "params": {"port": 22}}', type)).toEqual({
      name: "ssh",
      interval_s: "30",
      texts: { port: "22" },
    });
  });

  it("is refused where it is no check of that kind", () => {
    for (const text of ["{", "[]", '{"params": []}', '{"params": {"prot": 1}}', '{"what": 1}'])
      expect(fromJson(text, type)).toBeNull();
  });
});
