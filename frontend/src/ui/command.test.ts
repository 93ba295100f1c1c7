import { describe, expect, it } from "vitest";
import { commandOf, curlOf, quoted } from "./command";

const made = {
  method: "POST",
  path: "/hosts",
  body: { name: "Ada's web", address: "192.0.2.1", group: null, labels: { env: "prod" }, enabled: true },
} as const;

describe("a form as others would do it", () => {
  it("is one call, with the key left to the environment", () => {
    expect(curlOf(made, "https://t.example")).toBe(
      [
        "curl -fsS",
        `-H "X-API-Key: $TOCSIN_API_KEY"`,
        `--json '{"name":"Ada'\\''s web","address":"192.0.2.1","group":null,"labels":{"env":"prod"},"enabled":true}'`,
        "https://t.example/api/v1/hosts",
      ].join(" \\\n  "),
    );
  });

  it("is one command", () => {
    expect(commandOf(made)).toBe(
      "tocsin create hosts 'name=Ada'\\''s web' address=192.0.2.1 labels.env=prod enabled=true",
    );
    const body = {
      host_id: 3,
      type: "http",
      params: { url: "https://a.example/?q=1&b", status: ["200", "204"] },
    };
    expect(commandOf({ method: "POST", path: "/checks", body, words: { host_id: ["host", "web 1"] } })).toBe(
      "tocsin create checks 'host=web 1' type=http 'params.url=https://a.example/?q=1&b' params.status=200,204",
    );
  });

  it("says only what differs", () => {
    const body = { name: "a", group: null, labels: {} };
    const before = { name: "a", group: "web", labels: { env: "x" } };
    const deed = { method: "PATCH", path: "/hosts/7", body, before } as const;
    expect(commandOf(deed)).toBe("tocsin edit hosts 7 group:=null 'labels:={}'");
    expect(curlOf(deed, "http://h")).toContain(`--json '{"group":null,"labels":{}}'`);
  });

  it("does not invent a command", () => {
    expect(commandOf({ method: "PUT", path: "/tenants/main/egress", body: { entries: [] } })).toBeNull();
  });

  it("leaves nothing to the shell", () => {
    expect([quoted("a b"), quoted("$(x)"), quoted("a=b"), quoted("")]).toEqual([
      "'a b'",
      "'$(x)'",
      "a=b",
      "''",
    ]);
  });
});
