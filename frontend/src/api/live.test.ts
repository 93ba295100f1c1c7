import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GRACE_MS, Live, PAINT_MS, POLL_MS } from "./live";
import { type LiveEvent, narrow, type Topic } from "./live-events";
import { SILENCE_MS } from "./live-link";
import { forget, session, signedIn } from "./session";
import type { SignedIn, User } from "./types";

const person = (token: string): SignedIn => ({
  access_token: token,
  expires_in: 600,
  user: { id: 1, email: "a@example.org" } as User,
  tenant: { tenant_id: "t", name: "T" },
});

/** One request for the stream, answered by hand. */
interface Asked {
  url: string;
  headers: Headers;
  aborted: boolean;
  send: (text: string) => void;
  end: () => void;
}

let asked: Asked[] = [];
let ready = true;
let refuse: ((asked: Asked) => Response | null) | null = null;

function stream(url: string, init: RequestInit): Response {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start: (given) => {
      controller = given;
    },
  });
  const one: Asked = {
    url,
    headers: new Headers(init.headers),
    aborted: false,
    send: (text) => controller.enqueue(new TextEncoder().encode(text)),
    end: () => controller.close(),
  };
  init.signal?.addEventListener("abort", () => {
    one.aborted = true;
    controller.error(new DOMException("aborted", "AbortError"));
  });
  asked.push(one);
  return refuse?.(one) ?? new Response(body, { status: 200 });
}

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

async function fetched(url: string, init: RequestInit): Promise<Response> {
  if (url.includes("/events?")) return stream(url, init);
  if (url.endsWith("/auth/refresh")) return json(200, person("two"));
  if (url.endsWith("/ready") && !ready) return json(503, { status: 503 });
  return json(200, {});
}

let live: Live;
let got: LiveEvent[][] = [];
const handler = (events: LiveEvent[]) => void got.push(events);
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const last = () => asked[asked.length - 1] as Asked;
const hostsEvent = (id: string, host: number) =>
  `id: ${id}\nevent: hosts\ndata: {"items":[],"gone":[],"config":[${host}]}\n\n`;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  vi.stubGlobal("fetch", fetched);
  asked = [];
  got = [];
  ready = true;
  refuse = null;
  signedIn(person("one"));
  live = new Live();
});
afterEach(() => {
  forget();
  live.sessionChanged();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("Live", () => {
  it("makes one connection for all subscribers and shares it", async () => {
    live.subscribe(["hosts"], handler);
    live.subscribe(["changes", "hosts"], handler);
    await wait(60);
    expect(asked).toHaveLength(1);
    expect(last().url).toBe("/api/v1/events?topics=changes,hosts");
    expect(last().headers.get("Authorization")).toBe("Bearer one");
    expect(live.state().mode).toBe("live");
  });

  it("paints once for what comes within a quarter of a second", async () => {
    live.subscribe(["hosts"], handler);
    await wait(60);
    last().send(hostsEvent("1", 1));
    await wait(1);
    for (let i = 2; i < 9; i++) last().send(hostsEvent(String(i), i));
    await wait(PAINT_MS);
    expect(got.map((batch) => batch.length)).toEqual([1, 7]);
  });

  it("resumes after the event seen last, sooner or later, with the state unchanged for a short loss", async () => {
    live.subscribe(["hosts"], handler);
    await wait(60);
    last().send(hostsEvent("5-9", 1));
    await wait(1);
    last().end();
    await wait(GRACE_MS - 1);
    expect(asked).toHaveLength(2);
    expect(last().headers.get("Last-Event-ID")).toBe("5-9");
    expect(live.state().mode).toBe("live");
  });

  it("tells subscribers to read anew while the stream is away, and is stale when nothing answers", async () => {
    live.subscribe(["hosts"], handler);
    await wait(60);
    refuse = () => json(503, { status: 503, code: "unavailable" });
    const before = Date.now();
    last().end();
    await wait(GRACE_MS + POLL_MS);
    expect(live.state().mode).toBe("polling");
    expect(got.flat()).toContainEqual({ kind: "resync", data: { reason: "polling" } });
    ready = false;
    const until = Date.now();
    await wait(3 * POLL_MS);
    expect(live.state().mode).toBe("stale");
    expect(live.state().since).toBeGreaterThan(before);
    expect(live.state().since).toBeLessThanOrEqual(until);
    refuse = null;
    await wait(60_000);
    expect(live.state().mode).toBe("live");
  });

  it("waits longer from refusal to refusal", async () => {
    refuse = () => json(503, { status: 503 });
    live.subscribe(["hosts"], handler);
    await wait(60_000);
    expect(asked.length).toBeGreaterThan(4);
    expect(asked.length).toBeLessThan(10);
  });

  it("takes silence for a loss", async () => {
    live.subscribe(["hosts"], handler);
    await wait(60);
    await wait(SILENCE_MS);
    expect(asked[0]?.aborted).toBe(true);
    await wait(2_000);
    expect(asked).toHaveLength(2);
  });

  it("renews the token when it is refused or revoked, and at once when it ran out", async () => {
    live.subscribe(["hosts"], handler);
    await wait(60);
    last().send('event: bye\ndata: {"reason":"revoked"}\n\n');
    await wait(60);
    expect(session()?.token).toBe("two");
    expect(last().headers.get("Authorization")).toBe("Bearer two");
    last().send('event: bye\ndata: {"reason":"expired"}\n\n');
    await wait(60);
    expect(asked).toHaveLength(3);
  });

  it("goes on without a topic that it may not have", async () => {
    refuse = (one) =>
      one.url.includes("host:42")
        ? json(404, {
            status: 404,
            code: "not_found",
            errors: [{ field: "topics/host:42", code: "not_found" }],
          })
        : null;
    live.subscribe(["hosts", "host:42"], handler);
    await wait(200);
    expect(last().url).toBe("/api/v1/events?topics=hosts");
    expect(live.state().mode).toBe("live");
  });

  it("ends while the page is hidden and comes back when it is seen", async () => {
    live.subscribe(["hosts"], handler);
    await wait(60);
    live.seen(false);
    await wait(9_000);
    expect(asked[0]?.aborted).toBe(false);
    await wait(2_000);
    expect(asked[0]?.aborted).toBe(true);
    await wait(120_000);
    expect(asked).toHaveLength(1);
    live.seen(true);
    await wait(60);
    expect(asked).toHaveLength(2);
  });

  it("ends with the session and begins with the next", async () => {
    live.subscribe(["hosts"], handler);
    await wait(60);
    forget();
    live.sessionChanged();
    expect(asked[0]?.aborted).toBe(true);
    await wait(60_000);
    expect(asked).toHaveLength(1);
    signedIn(person("three"));
    live.sessionChanged();
    await wait(60);
    expect(last().headers.get("Authorization")).toBe("Bearer three");
    expect(last().headers.get("Last-Event-ID")).toBeNull();
  });

  it("says goodbye when nobody listens any more", async () => {
    const stop = live.subscribe(["hosts"], handler);
    await wait(60);
    stop();
    await wait(60);
    expect(last().aborted).toBe(true);
  });
});

describe("narrow", () => {
  const topics = (...all: Topic[]) => new Set(all);
  const host = (id: number) => ({ id, status: "up" }) as never;

  it("gives a host's page its host only", () => {
    const event: LiveEvent = { kind: "hosts", data: { items: [host(1), host(2)], gone: [3], config: [2] } };
    expect(narrow(event, topics("host:2"))).toEqual({
      kind: "hosts",
      data: { items: [host(2)], gone: [], config: [2] },
    });
    expect(narrow(event, topics("host:4"))).toBeNull();
    expect(narrow(event, topics("hosts"))).toBe(event);
  });

  it("gives results to who watches the check or its host", () => {
    const event: LiveEvent = { kind: "results", data: { check_id: 5, host_id: 2, items: [] } };
    expect(narrow(event, topics("check:5"))).toBe(event);
    expect(narrow(event, topics("host:2"))).toBe(event);
    expect(narrow(event, topics("hosts", "check:6"))).toBeNull();
  });

  it("gives everybody a resync", () => {
    const event: LiveEvent = { kind: "resync", data: { reason: "old" } };
    expect(narrow(event, topics("run:1"))).toBe(event);
  });
});
