/** The answers of the API as this application reads them. Times are RFC 3339 strings in UTC. */

export type Role = "viewer" | "operator" | "admin" | "owner";
export type Status = "up" | "degraded" | "down" | "unknown" | "paused";
export type CheckStatus = Status | "pending";

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface User {
  id: number;
  email: string;
  name: string;
  role: Role;
  platform_admin: boolean;
  status: "active" | "invited" | "disabled";
  mfa_enabled: boolean;
  permissions: string[];
  created_at: string;
  last_login_at: string | null;
}

export interface TenantRef {
  tenant_id: string;
  name: string;
}

export interface SignedIn {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
  user: User;
  tenant: TenantRef;
}

export interface MfaChallenge {
  mfa_required: true;
  mfa_token: string;
  methods: string[];
}

export type LoginAnswer = SignedIn | MfaChallenge;

export interface FreshToken {
  access_token: string;
  expires_in: number;
}

export interface Me {
  user: User;
  tenant: TenantRef;
  permissions: string[];
  mfa_fresh_until: string | null;
  auth: "session" | "api_key";
}

export interface Enrolment {
  secret: string;
  otpauth_uri: string;
  qr_svg: string;
}

export interface LoginSession {
  id: number;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  ip: string | null;
  user_agent: string | null;
  current: boolean;
}

export interface Invite {
  invite_url: string;
  invite_expires_at: string;
}

export interface ApiKey {
  id: number;
  name: string;
  prefix: string;
  role: Role;
  scopes: string[] | null;
  expires_at: string | null;
  cidrs: string[] | null;
  created_at: string;
  last_used_at: string | null;
}

export interface Tenant {
  tenant_id: string;
  name: string;
  description: string | null;
  quota_hosts: number | null;
  quota_checks_per_hour: number | null;
  quota_users: number | null;
  data_retention_days: number;
  plan: string | null;
  cost_per_host: string | null;
  cost_per_check: string | null;
  status: "active" | "suspended";
  created_at: string;
}

export interface UsageBar {
  used: number;
  quota: number | null;
}

export interface Usage {
  tenant_id: string;
  hosts: UsageBar;
  checks_per_hour: UsageBar;
  users: UsageBar;
}

export type Criticality = "low" | "medium" | "high" | "critical";

export interface Host {
  id: number;
  name: string;
  address: string;
  group: string | null;
  labels: Record<string, string>;
  enabled: boolean;
  criticality: Criticality;
  sla_tier: string | null;
  cost_per_hour_down: string | null;
  status: Status;
  checks: { total: number; up: number; degraded: number; down: number; unknown: number };
  strip?: string | null;
  last_checked_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface CheckParam {
  name: string;
  type: "string" | "integer" | "number" | "boolean" | "enum" | "map" | "list";
  unit: string | null;
  min: number | null;
  max: number | null;
  default: unknown;
  required: boolean;
  choices: string[] | null;
  help: string;
}

export interface CheckType {
  name: string;
  summary: string;
  params: CheckParam[];
}

export interface Check {
  id: number;
  host_id: number;
  host_name: string;
  type: string;
  name: string;
  interval_s: number;
  timeout_ms: number;
  retries: number;
  params: Record<string, unknown>;
  enabled: boolean;
  status: CheckStatus;
  reason: string | null;
  message: string | null;
  since: string | null;
  last_ts: string | null;
  latency_ms: number | null;
  created_at: string;
  updated_at: string;
  strip: string | null;
  push_url?: string;
}

export interface Outcome {
  status: Exclude<Status, "paused">;
  reason: string | null;
  latency_ms: number | null;
  message: string | null;
  details: Record<string, unknown> | null;
}

export interface Run {
  id: number;
  kind: string;
  state: "queued" | "running" | "done" | "failed" | "dead";
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  result: Outcome | null;
  error: string | null;
}

export interface ResultPoint extends Outcome {
  ts: string;
  anomaly_score: number | null;
}

export interface Change {
  ts: string;
  host_id?: number;
  host_name?: string;
  check_id: number;
  check_name: string;
  type: string;
  from: CheckStatus | null;
  to: CheckStatus;
  reason: string | null;
  message: string | null;
}

export interface Overview {
  hosts: Record<"total" | Status, number>;
  checks: Record<"total" | CheckStatus, number>;
  worst_hosts: Host[];
  changes: Change[];
  checked_at: string;
}

export interface AuditRow {
  seq: number;
  at: string;
  actor: { kind: "user" | "api_key" | "system"; id: number | null; name: string | null };
  action: string;
  target: { kind: string | null; id: string | number | null; name: string | null } | null;
  outcome: "ok" | "denied" | "failed";
  ip: string | null;
  detail: Record<string, unknown> | null;
  hash: string;
}

export interface AuditVerdict {
  ok: boolean;
  checked: number;
  head_seq: number;
  first_bad_seq: number | null;
  missing_tail: boolean;
}

export interface Ready {
  status: "ready" | "not_ready";
  postgresql: boolean;
  redis: boolean;
  schema: boolean;
  checker: boolean;
}

export interface QueueStats {
  jobs: {
    queued: number;
    running: number;
    done: number;
    failed: number;
    dead: number;
    oldest_queued_s: number | null;
  };
  workers: {
    role: string;
    instance: string;
    started_at: string;
    last_seen_at: string;
    alive: boolean;
    stats: Record<string, unknown>;
  }[];
}
