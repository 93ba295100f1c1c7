// The invented world of the development server: one tenant, a few hosts, results that move.
// Nothing of this reaches a build.

const MINUTE = 60_000;
const iso = (ms) => new Date(ms).toISOString();
const start = Date.now();

export const types = [
  {
    name: "http",
    summary: "A web page or API answers as expected.",
    params: [
      row("url", "string", { required: true, help: "Address to fetch." }),
      row("method", "enum", { default: "GET", choices: ["GET", "HEAD", "POST"], help: "Request method." }),
      row("headers", "map", { help: "Sent with the request." }),
      row("expect_status", "integer", { default: 200, min: 100, max: 599, help: "Expected status." }),
      row("expect_text", "string", { help: "Text the answer has to contain." }),
      row("follow_redirects", "boolean", { default: true, help: "Follow redirects to allowed addresses." }),
    ],
  },
  {
    name: "icmp",
    summary: "The host answers to ping.",
    params: [
      row("count", "integer", { default: 3, min: 1, max: 10, help: "Packets a run." }),
      row("max_loss_percent", "number", {
        default: 20,
        min: 0,
        max: 100,
        unit: "%",
        help: "Above this: degraded.",
      }),
    ],
  },
  {
    name: "tcp",
    summary: "A port accepts connections.",
    params: [row("port", "integer", { required: true, min: 1, max: 65535, help: "Port to connect to." })],
  },
  {
    name: "dns",
    summary: "A name resolves to what is expected.",
    params: [
      row("name", "string", { required: true, help: "Name to look up." }),
      row("record", "enum", {
        default: "A",
        choices: ["A", "AAAA", "CNAME", "MX", "TXT"],
        help: "Record type.",
      }),
      row("expect", "list", { help: "Answers that have to be there." }),
    ],
  },
  {
    name: "heartbeat",
    summary: "A job reports in on time.",
    params: [
      row("grace_s", "integer", {
        default: 300,
        min: 0,
        max: 86400,
        unit: "s",
        help: "Patience after the interval.",
      }),
    ],
  },
];

function row(name, type, more) {
  return {
    name,
    type,
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

export const user = {
  id: 1,
  email: "ada@example.org",
  name: "Ada Example",
  role: "owner",
  platform_admin: true,
  status: "active",
  mfa_enabled: false,
  permissions: [],
  created_at: iso(start),
  last_login_at: iso(start),
};
export const password = "correct horse battery";
export const tenantRef = { tenant_id: "example", name: "Example Works" };
export const permissions =
  "host.read host.write check.read check.write check.run result.read user.read user.write key.write tenant.read tenant.manage platform.manage audit.read queue.read".split(
    " ",
  );

export const users = [
  user,
  {
    ...user,
    id: 2,
    email: "grace@example.org",
    name: "Grace Hopeful",
    role: "operator",
    platform_admin: false,
  },
  {
    ...user,
    id: 3,
    email: "new@example.org",
    name: "New Person",
    role: "viewer",
    platform_admin: false,
    status: "invited",
    last_login_at: null,
  },
];
export const keys = [];
export const tenants = [
  {
    ...tenantRef,
    description: null,
    quota_hosts: null,
    quota_checks_per_hour: null,
    quota_users: null,
    data_retention_days: 90,
    plan: "standard",
    cost_per_host: "4.00",
    cost_per_check: "0.01",
    status: "active",
    created_at: iso(start),
  },
];
export const egress = new Map([["example", ["127.0.0.1/32:8080", "127.0.0.0/8:icmp"]]]);
export const sessions = [
  {
    id: 1,
    created_at: iso(start),
    last_used_at: iso(start),
    expires_at: iso(start + 864e5),
    ip: "127.0.0.1",
    user_agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/156",
    current: true,
  },
  {
    id: 2,
    created_at: iso(start - 5e6),
    last_used_at: iso(start - 4e6),
    expires_at: iso(start + 8e6),
    ip: "192.0.2.7",
    user_agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X) Firefox/150",
    current: false,
  },
];
export const audit = [];
export function record(action, target, outcome = "ok") {
  audit.unshift({
    seq: audit.length + 1,
    at: iso(Date.now()),
    actor: { kind: "user", id: 1, name: user.email },
    action,
    target,
    outcome,
    ip: "127.0.0.1",
    detail: {},
    hash: [...Array(32)]
      .map((_, i) => ((i * 37 + audit.length * 11) % 256).toString(16).padStart(2, "0"))
      .join(""),
  });
}

export const hosts = [];
export const checks = [];
let nextId = 1;

export function addHost(body) {
  const made = {
    id: nextId++,
    group: null,
    labels: {},
    enabled: true,
    criticality: "medium",
    sla_tier: null,
    cost_per_hour_down: null,
    last_checked_at: null,
    created_at: iso(Date.now()),
    updated_at: iso(Date.now()),
    ...body,
  };
  hosts.push(made);
  return made;
}

export function addCheck(body) {
  const made = {
    id: nextId++,
    interval_s: 60,
    timeout_ms: 5000,
    retries: 1,
    params: {},
    enabled: true,
    mood: "up",
    created_at: iso(Date.now()),
    updated_at: iso(Date.now()),
    since: iso(Date.now() - 40 * MINUTE),
    ...body,
  };
  checks.push(made);
  return made;
}

const NAMES = ["this server", "web-1", "web-2", "db-primary", "mail", "gateway", "build-7", "storage-a"];
export function populate(extra) {
  NAMES.forEach((name, i) => {
    const host = addHost({
      name,
      address: i === 0 ? "127.0.0.1" : `192.0.2.${10 + i}`,
      group: i === 0 ? null : i < 3 ? "web" : "core",
      labels: i === 1 ? { env: "production", __proto__x: "a", region: "eu" } : {},
      criticality: i === 3 ? "critical" : "medium",
    });
    addCheck({ host_id: host.id, type: "icmp", name: "Ping", params: { count: 3 } });
    addCheck({
      host_id: host.id,
      type: "http",
      name: "Front page",
      params: { url: `http://192.0.2.${10 + i}/` },
      mood: i === 2 ? "down" : i === 4 ? "degraded" : "up",
    });
    if (i === 5) addCheck({ host_id: host.id, type: "heartbeat", name: "Nightly backup", mood: "unknown" });
  });
  for (let i = 0; i < extra; i++) {
    const host = addHost({
      name: `node-${String(i).padStart(5, "0")}`,
      address: `10.0.${i >> 8}.${i & 255}`,
      group: "fleet",
    });
    addCheck({ host_id: host.id, type: "icmp", name: "Ping" });
  }
}

const noise = (n) => {
  const x = Math.sin(n * 127.1) * 43758.5453;
  return x - Math.floor(x);
};

export function resultAt(check, slot) {
  const hour = slot / 3600;
  const recent = Date.now() / 1000 - slot < 45 * 60;
  const mood = recent ? check.mood : noise(check.id * 7 + Math.floor(slot / 1800)) > 0.97 ? "down" : "up";
  const base = 8 + (check.id % 7) * 9 + 6 * Math.sin(hour / 3.8 + check.id);
  const spike = noise(slot + check.id) > 0.97 ? 60 : 0;
  const down = mood === "down";
  return {
    ts: iso(slot * 1000),
    status: mood,
    reason: down ? "refused" : null,
    latency_ms: down ? null : Math.round((base + noise(slot) * 5 + spike) * 100) / 100,
    message: down
      ? "Connection refused by 192.0.2.12 port 80"
      : mood === "degraded"
        ? "Slower than 50 ms"
        : "",
    anomaly_score: null,
    details: down ? null : { connect_ms: 1.2, first_byte_ms: base / 2, total_ms: base },
  };
}

export function resultsOf(check, fromMs, toMs) {
  const found = [];
  const from = Math.max(fromMs / 1000, start / 1000 - 90_000);
  for (
    let slot = Math.ceil(from / check.interval_s) * check.interval_s;
    slot <= toMs / 1000;
    slot += check.interval_s
  ) {
    if (noise(Math.floor(slot / 900) * 3 + check.id) > 0.985) continue;
    found.push(resultAt(check, slot));
  }
  return found;
}

const LETTERS = { up: "u", down: "d", degraded: "g", unknown: "?" };
export function shownCheck(check) {
  const host = hosts.find((each) => each.id === check.host_id);
  const now = Date.now();
  const seen = resultsOf(check, now - 30 * check.interval_s * 1000, now);
  const last = seen.at(-1);
  const paused = !check.enabled || !host.enabled;
  const { mood, ...rest } = check;
  return {
    ...rest,
    host_name: host.name,
    status: paused ? "paused" : mood,
    reason: last?.reason ?? null,
    message: last?.message ?? null,
    last_ts: last?.ts ?? null,
    latency_ms: last?.latency_ms ?? null,
    strip: seen.map((each) => LETTERS[each.status]),
  };
}

const RANK = ["down", "degraded", "unknown", "up", "paused"];
export function shownHost(host) {
  const own = checks.filter((check) => check.host_id === host.id);
  const counts = { total: own.length, up: 0, degraded: 0, down: 0, unknown: 0 };
  for (const check of own) counts[check.mood]++;
  const status = host.enabled ? (RANK.find((each) => counts[each] > 0) ?? "unknown") : "paused";
  return {
    ...host,
    status,
    checks: counts,
    last_checked_at: own.length ? iso(Math.floor(Date.now() / 60_000) * 60_000) : null,
  };
}
export const worstFirst = (a, b) =>
  RANK.indexOf(a.status) - RANK.indexOf(b.status) || (a.name < b.name ? -1 : 1);

export function overview() {
  const all = hosts.map(shownHost).sort(worstFirst);
  const count = (rows, names) =>
    Object.fromEntries([
      ["total", rows.length],
      ...names.map((name) => [name, rows.filter((each) => each.status === name).length]),
    ]);
  const states = checks.map((check) => ({ status: check.enabled ? check.mood : "paused" }));
  return {
    hosts: count(all, RANK),
    checks: count(states, [...RANK, "pending"]),
    worst_hosts: all.slice(0, 10),
    changes: changes(checks).slice(0, 20),
    checked_at: iso(Date.now()),
  };
}

export function changes(of) {
  return of
    .filter((check) => check.mood !== "up" || check.turns)
    .flatMap((check) => {
      const host = hosts.find((each) => each.id === check.host_id);
      const shared = {
        host_id: host.id,
        host_name: host.name,
        check_id: check.id,
        check_name: check.name,
        type: check.type,
      };
      return [
        {
          ...shared,
          ts: check.since,
          from: "up",
          to: check.mood,
          reason: "refused",
          message: resultAt(check, Date.now() / 1000).message,
        },
        {
          ...shared,
          ts: iso(Date.parse(check.since) - 9e5),
          from: "down",
          to: "up",
          reason: null,
          message: "Answered again",
        },
      ];
    })
    .sort((a, b) => (a.ts < b.ts ? 1 : -1));
}

// Web checks of this machine are really made, so that one can watch a server fail and recover.
setInterval(() => {
  for (const check of checks.filter((each) => each.params.url?.startsWith("http://127.0.0.1:")))
    fetch(check.params.url)
      .then(() => "up")
      .catch(() => "down")
      .then((mood) => {
        if (mood !== check.mood) check.since = iso(Date.now());
        check.mood = mood;
        check.turns ??= [];
        if (mood !== (check.turns[0]?.to ?? "up"))
          check.turns.unshift({ ts: check.since, from: mood === "up" ? "down" : "up", to: mood });
      });
}, 2000).unref();
