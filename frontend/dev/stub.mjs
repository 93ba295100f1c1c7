// A stand-in for the API, for work on the screens only. It keeps everything in memory and invents its
// results; `npm run dev` starts it, and no build or test of the product uses it.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import * as world from "./world.mjs";

const runs = new Map();
const state = {
  password: world.password,
  setup: process.argv.includes("--setup"),
  signedIn: false,
  freshUntil: 0,
  pendingMfa: null,
};
world.populate(Number(process.env.STUB_HOSTS ?? 0));

class Refusal extends Error {
  constructor(status, code, title, more = {}) {
    super(title);
    this.answer = { status, code, title, ...more };
  }
}
const token = () => randomBytes(16).toString("hex");
const login = () => ({
  access_token: token(),
  token_type: "Bearer",
  expires_in: 600,
  user: world.user,
  tenant: world.tenantRef,
});
const fresh = () => {
  state.freshUntil = Date.now() + 300_000;
  return { access_token: token(), token_type: "Bearer", expires_in: 600 };
};
const must = (code) => {
  if (!/^\d{6}$/.test(code)) throw new Refusal(401, "mfa_code_invalid", "The code is not valid");
};
const stepUp = () => {
  if (!world.user.mfa_enabled)
    throw new Refusal(403, "mfa_enrollment_required", "A second factor is required");
  if (Date.now() > state.freshUntil)
    throw new Refusal(403, "mfa_step_up_required", "A fresh second factor is required");
};
const page = (items, query) => {
  const from = Number(query.get("cursor") ?? 0);
  const limit = Number(query.get("limit") ?? 100);
  const end = from + limit;
  return { items: items.slice(from, end), next_cursor: end < items.length ? String(end) : null };
};
const find = (rows, id, key = "id") => {
  const found = rows.find((each) => String(each[key]) === id);
  if (!found) throw new Refusal(404, "not_found", "Not found");
  return found;
};
const drop = (rows, id) => void rows.splice(rows.indexOf(find(rows, id)), 1);
const invite = () => ({
  invite_url: `http://127.0.0.1:18100/invite#${token()}`,
  invite_expires_at: new Date(Date.now() + 900_000).toISOString(),
});
const need = (body, ...names) => {
  const errors = names
    .filter((name) => !body[name])
    .map((field) => ({ field, code: "required", message: "This is required." }));
  if (errors.length) throw new Refusal(422, "validation_failed", "Some values are not valid", { errors });
};
const startRun = (kind, result) => {
  const id = runs.size + 1;
  runs.set(id, { id, kind, at: Date.now(), result });
  return { run_id: id };
};
const shownRun = (run) => {
  const age = Date.now() - run.at;
  const phase = age < 500 ? "queued" : age < 1200 ? "running" : "done";
  return {
    id: run.id,
    kind: run.kind,
    state: phase,
    created_at: new Date(run.at).toISOString(),
    started_at: null,
    finished_at: null,
    result: phase === "done" ? run.result : null,
    error: null,
  };
};

const routes = {
  "GET /setup": () => ({ needed: state.setup }),
  "POST /setup": ({ body }) => {
    need(body, "tenant_name", "email", "name", "password");
    state.setup = false;
    state.password = body.password;
    world.tenantRef.name = world.tenants[0].name = body.tenant_name;
    Object.assign(world.user, { email: body.email, name: body.name });
    return login();
  },
  "POST /auth/login": ({ body }) => {
    if (body.email !== world.user.email || body.password !== state.password)
      throw new Refusal(401, "invalid_credentials", "Not signed in");
    if (!world.user.mfa_enabled) return login();
    return { mfa_required: true, mfa_token: token(), methods: ["totp", "backup_code"] };
  },
  "POST /auth/mfa/verify": ({ body }) => {
    if (!body.backup_code) must(body.code);
    fresh();
    return login();
  },
  "POST /auth/mfa/enroll": () => ({
    secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    otpauth_uri: "otpauth://totp/Tocsin",
    qr_svg:
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h3v3H0zM6 0h3v3H6zM0 6h3v3H0zM4 4h1v1H4zM6 6h1v2H6z"/></svg>',
  }),
  "POST /auth/mfa/confirm": ({ body }) => {
    must(body.code);
    world.user.mfa_enabled = true;
    return {
      ...fresh(),
      backup_codes: [...Array(10)].map(() => randomBytes(4).toString("hex").toUpperCase()),
    };
  },
  "POST /auth/mfa/step-up": ({ body }) => {
    if (!body.backup_code) must(body.code);
    return fresh();
  },
  "POST /auth/mfa/disable": ({ body }) => {
    must(body.code);
    world.user.mfa_enabled = false;
  },
  "POST /auth/mfa/backup-codes": ({ body }) => {
    must(body.code);
    return { backup_codes: [...Array(10)].map(() => randomBytes(4).toString("hex").toUpperCase()) };
  },
  "POST /auth/refresh": ({ cookie }) => {
    if (!cookie.includes("__Host-tocsin=1")) throw new Refusal(401, "not_signed_in", "Not signed in");
    return login();
  },
  "POST /auth/logout": () => undefined,
  "POST /auth/password": () => undefined,
  "POST /auth/invite": () => login(),
  "GET /auth/me": () => ({
    user: world.user,
    tenant: world.tenantRef,
    permissions: world.permissions,
    mfa_fresh_until: null,
    auth: "session",
  }),
  "PATCH /auth/me": ({ body }) => Object.assign(world.user, body),
  "GET /auth/sessions": ({ query }) => page(world.sessions, query),
  "DELETE /auth/sessions/:id": ({ id }) => drop(world.sessions, id),
  "GET /overview": () => world.overview(),
  "GET /hosts": ({ query }) => {
    const q = (query.get("q") ?? "").toLowerCase();
    const sort = query.get("sort");
    const sign = sort?.startsWith("-") ? -1 : 1;
    const rows = world.hosts
      .map(world.shownHost)
      .filter((host) => `${host.name} ${host.address}`.toLowerCase().includes(q))
      .filter((host) => !query.get("status") || host.status === query.get("status"))
      .filter((host) => !query.get("group") || host.group === query.get("group"))
      .sort(sort?.endsWith("name") ? (a, b) => sign * a.name.localeCompare(b.name) : world.worstFirst);
    return page(rows, query);
  },
  "POST /hosts": ({ body }) => {
    need(body, "name", "address");
    return world.shownHost(world.addHost(body));
  },
  "GET /hosts/:id": ({ id }) => world.shownHost(find(world.hosts, id)),
  "PATCH /hosts/:id": ({ id, body }) => world.shownHost(Object.assign(find(world.hosts, id), body)),
  "DELETE /hosts/:id": ({ id }) => drop(world.hosts, id),
  "GET /hosts/:id/checks": ({ id, query }) =>
    page(world.checks.filter((check) => String(check.host_id) === id).map(world.shownCheck), query),
  "GET /hosts/:id/timeline": ({ id, query }) =>
    page(world.changes(world.checks.filter((check) => String(check.host_id) === id)), query),
  "GET /check-types": () => ({ items: world.types, next_cursor: null }),
  "GET /checks": ({ query }) =>
    page(
      world.checks
        .map(world.shownCheck)
        .filter(
          (check) =>
            (!query.get("status") || check.status === query.get("status")) &&
            (!query.get("type") || check.type === query.get("type")) &&
            check.name.toLowerCase().includes((query.get("q") ?? "").toLowerCase()),
        ),
      query,
    ),
  "POST /checks": ({ body }) => {
    need(body, "name");
    const made = world.shownCheck(world.addCheck(body));
    return body.type === "heartbeat"
      ? { ...made, push_url: `http://127.0.0.1:18100/api/v1/push/${token()}` }
      : made;
  },
  "POST /checks/test": ({ body }) => {
    if (body.type === "http" && !/^https?:/.test(body.params.url ?? ""))
      throw new Refusal(422, "validation_failed", "Some values are not valid", {
        errors: [{ field: "params.url", code: "invalid", message: "Not an http or https address." }],
      });
    return startRun("check_test", {
      status: "up",
      reason: null,
      latency_ms: 12.4,
      message: "200 OK",
      details: { dns_ms: 0.4, connect_ms: 1.1, total_ms: 12.4 },
    });
  },
  "GET /checks/:id": ({ id }) => world.shownCheck(find(world.checks, id)),
  "PATCH /checks/:id": ({ id, body }) => world.shownCheck(Object.assign(find(world.checks, id), body)),
  "DELETE /checks/:id": ({ id }) => drop(world.checks, id),
  "POST /checks/:id/run": ({ id }) =>
    startRun("check", world.resultAt(find(world.checks, id), Date.now() / 1000)),
  "POST /checks/:id/push-token": () => ({ push_url: `http://127.0.0.1:18100/api/v1/push/${token()}` }),
  "GET /checks/:id/results": ({ id, query }) =>
    page(
      world.resultsOf(find(world.checks, id), Date.parse(query.get("from") ?? "2026-01-01"), Date.now()),
      query,
    ),
  "GET /runs/:id": ({ id }) => shownRun(runs.get(Number(id))),
  "GET /users": ({ query }) => page(world.users, query),
  "POST /users": ({ body }) => {
    stepUp();
    const made = { ...world.users[2], ...body, id: world.users.length + 1, status: "invited" };
    world.users.push(made);
    return { ...made, ...invite() };
  },
  "PATCH /users/:id": ({ id, body }) => {
    stepUp();
    return Object.assign(find(world.users, id), body);
  },
  "POST /users/:id/invite": () => {
    stepUp();
    return invite();
  },
  "DELETE /users/:id": ({ id }) => {
    stepUp();
    drop(world.users, id);
  },
  "GET /api-keys": ({ query }) => page(world.keys, query),
  "POST /api-keys": ({ body }) => {
    stepUp();
    const made = {
      id: world.keys.length + 1,
      prefix: "tk_4f2a",
      scopes: null,
      cidrs: null,
      expires_at: null,
      created_at: new Date().toISOString(),
      last_used_at: null,
      ...body,
    };
    world.keys.push(made);
    return { ...made, key: `tk_4f2a${token()}${token()}` };
  },
  "DELETE /api-keys/:id": ({ id }) => {
    stepUp();
    drop(world.keys, id);
  },
  "GET /tenants": ({ query }) => page(world.tenants, query),
  "POST /tenants": ({ body }) => {
    stepUp();
    const made = { ...world.tenants[0], ...body };
    world.tenants.push(made);
    return { ...made, ...invite() };
  },
  "GET /tenants/:id": ({ id }) => find(world.tenants, id, "tenant_id"),
  "PATCH /tenants/:id": ({ id, body }) => {
    stepUp();
    return Object.assign(find(world.tenants, id, "tenant_id"), body);
  },
  "GET /tenants/:id/usage": ({ id }) => {
    const tenant = find(world.tenants, id, "tenant_id");
    return {
      tenant_id: id,
      hosts: { used: world.hosts.length, quota: tenant.quota_hosts },
      checks_per_hour: { used: 900, quota: tenant.quota_checks_per_hour },
      users: { used: 3, quota: tenant.quota_users },
    };
  },
  "GET /tenants/:id/egress": ({ id }) => ({ entries: world.egress.get(id) ?? [] }),
  "PUT /tenants/:id/egress": ({ id, body }) => {
    stepUp();
    world.egress.set(id, body.entries);
    return body;
  },
  "GET /audit": ({ query }) =>
    page(
      world.audit.filter((row) => row.action.includes(query.get("action") ?? "")),
      query,
    ),
  "GET /audit/verify": () => ({
    ok: true,
    checked: world.audit.length,
    head_seq: world.audit.length,
    first_bad_seq: null,
    missing_tail: false,
  }),
  "GET /ready": () => ({ status: "ready", postgresql: true, redis: true, schema: true, checker: true }),
  "GET /queue/stats": () => ({
    jobs: { queued: 0, running: 1, done: 120, failed: 1, dead: 0, oldest_queued_s: null },
    workers: [
      {
        role: "checker",
        instance: "this:4711",
        started_at: new Date(Date.now() - 1e6).toISOString(),
        last_seen_at: new Date().toISOString(),
        alive: true,
        stats: {},
      },
    ],
  }),
};

const table = Object.entries(routes).map(([name, handler]) => {
  const [method, path] = name.split(" ");
  return { method, pattern: new RegExp(`^${path.replace(/:id/, "([^/]+)")}$`), handler, name };
});

function answer(response, status, body, headers = {}) {
  const type = status >= 400 ? "application/problem+json" : "application/json";
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store", ...headers });
  response.end(body === undefined ? "" : JSON.stringify(body));
}

async function readBody(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString();
  return text ? JSON.parse(text) : {};
}

const SETS_COOKIE = /^\/(setup|auth\/(login|mfa\/verify|invite|refresh))$/;

export async function handle(request, response) {
  const url = new URL(request.url, "http://localhost");
  const path = decodeURIComponent(url.pathname.replace(/^\/api\/v1/, ""));
  const row = table.find((each) => each.method === request.method && each.pattern.test(path));
  try {
    if (!row) throw new Refusal(404, "not_found", "Not found");
    const cookie = request.headers.cookie ?? "";
    if (!request.headers.authorization && !/^\/(setup|auth\/|ready)/.test(path))
      throw new Refusal(401, "not_signed_in", "Not signed in");
    const id = row.pattern.exec(path)[1];
    const body = row.handler({ id, query: url.searchParams, body: await readBody(request), cookie });
    if (request.method !== "GET")
      world.record(`${row.method.toLowerCase()} ${row.name.split(" ")[1]}`, {
        kind: path.split("/")[1],
        id: id ?? null,
        name: null,
      });
    const headers = {};
    if (body?.access_token && SETS_COOKIE.test(path))
      headers["Set-Cookie"] = "__Host-tocsin=1; Path=/; Secure; HttpOnly; SameSite=Strict";
    if (path === "/auth/logout")
      headers["Set-Cookie"] = "__Host-tocsin=0; Path=/; Secure; HttpOnly; SameSite=Strict";
    const made =
      request.method === "POST" && /^\/(setup|users|api-keys|tenants|hosts|checks)$/.test(path) ? 201 : 200;
    answer(response, body === undefined ? 204 : made, body, headers);
  } catch (error) {
    const body = error.answer ?? { status: 500, code: "internal", title: String(error) };
    answer(response, body.status, { ...body, request_id: token() }, { "X-Request-Id": token() });
  }
}

export function startStub(port) {
  return createServer((request, response) => void handle(request, response)).listen(port, "127.0.0.1");
}
