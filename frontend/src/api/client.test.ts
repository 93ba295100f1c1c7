import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { call, EMPTY, queryString, setGates } from "./client";
import { Problem } from "./problem";
import { forget, session, signedIn } from "./session";
import type { SignedIn, User } from "./types";

const answer = (token: string): SignedIn => ({
  access_token: token,
  expires_in: 600,
  user: { id: 1, email: "a@example.org" } as User,
  tenant: { tenant_id: "t", name: "T" },
});
const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
  });

let asked: { path: string; token: string | null }[] = [];
function serve(handler: (path: string, token: string | null) => Response): void {
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const token = new Headers(init.headers).get("Authorization");
    asked.push({ path, token });
    return handler(path, token);
  });
}

beforeEach(() => {
  asked = [];
  signedIn(answer("one"));
});
afterEach(() => {
  setGates(null);
  forget();
  vi.unstubAllGlobals();
});

describe("call", () => {
  it("renews once for many refused calls and repeats them", async () => {
    serve((path, token) => {
      if (path.endsWith("/auth/refresh")) return json(200, answer("two"));
      return token === "Bearer two"
        ? json(200, { ok: true })
        : json(401, { status: 401, code: "token_expired" });
    });
    await Promise.all([call("GET", "/a"), call("GET", "/b"), call("GET", "/c")]);
    expect(asked.filter((each) => each.path.endsWith("/auth/refresh"))).toHaveLength(1);
    expect(session()?.token).toBe("two");
  });

  it("asks for the second factor and repeats the call with the fresh token", async () => {
    serve((_path, token) =>
      token === "Bearer fresh"
        ? json(201, { id: 7 })
        : json(403, { status: 403, code: "mfa_step_up_required" }),
    );
    const stepUp = vi.fn(async () => {
      signedIn(answer("fresh"));
      return true;
    });
    setGates({ stepUp, signIn: async () => false, enrol: async () => false });
    await expect(call("POST", "/api-keys", { body: {} })).resolves.toEqual({ id: 7 });
    expect(stepUp).toHaveBeenCalledTimes(1);
  });

  it("gives the refusal to the caller when the person declines", async () => {
    serve(() => json(403, { status: 403, code: "mfa_step_up_required", title: "No", request_id: "r1" }));
    setGates({ stepUp: async () => false, signIn: async () => false, enrol: async () => false });
    await expect(call("POST", "/x")).rejects.toMatchObject({ status: 403, requestId: "r1" });
  });

  it("does not go round for ever", async () => {
    serve(() => json(403, { status: 403, code: "mfa_step_up_required" }));
    setGates({ stepUp: async () => true, signIn: async () => false, enrol: async () => false });
    await expect(call("POST", "/x")).rejects.toBeInstanceOf(Problem);
    expect(asked).toHaveLength(3);
  });

  it("sends no token with calls that need none", async () => {
    serve(() => json(200, {}));
    await call("GET", "/setup", { auth: false });
    expect(asked[0]?.token).toBeNull();
  });

  it("tells an absent server from a refusal", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("failed");
    });
    await expect(call("GET", "/a")).rejects.toMatchObject({ status: 0, code: "network" });
  });

  it("maps errors to fields and keeps the first of each", async () => {
    const errors = [
      { field: "/name", code: "required", message: "first" },
      { field: "/name", code: "long", message: "second" },
      { field: "/params/url", code: "bad_format", message: "third" },
    ];
    serve(() => json(422, { status: 422, code: "validation_failed", errors }));
    const problem = await call("POST", "/hosts").catch((error: Problem) => error);
    expect((problem as Problem).byField()).toEqual(
      new Map([
        ["name", "First."],
        ["params.url", "Third."],
      ]),
    );
  });
});

describe("queryString", () => {
  it("leaves out what is not set and escapes the rest", () => {
    expect(queryString({ q: "a&b", limit: 0, cursor: null, status: undefined, sort: "" })).toBe(
      "?q=a%26b&limit=0",
    );
    expect(queryString({ group: EMPTY })).toBe("?group=");
    expect(queryString({})).toBe("");
  });
});
