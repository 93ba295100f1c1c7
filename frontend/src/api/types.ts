import type { paths } from "./schema";

/** Names for the answers of the API, all taken from its own description. Times are RFC 3339 strings in UTC. */

type Full<P extends string> = `/api/v1${P}`;

type Json<R> = R extends { content: { "application/json": infer T } } ? T : never;
type Success<R> = Json<R[Extract<keyof R, 200 | 201 | 202>]>;

/** What a call answers when it succeeds. */
type Answer<P extends string, M extends "get" | "post" | "patch" | "put"> =
  Full<P> extends infer F extends keyof paths
    ? paths[F][M] extends { responses: infer R }
      ? Success<R>
      : never
    : never;

type Item<P extends string> = Answer<P, "get"> extends { items: (infer T)[] } ? T : never;

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export type User = Item<"/users">;
export type Role = User["role"];
export type TenantRef = Answer<"/auth/me", "get">["tenant"];

/** A session: what sign-in answers once all factors are proved. */
export interface SignedIn {
  access_token: string;
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
export type FreshToken = Pick<SignedIn, "access_token" | "expires_in">;
/** Of a signed-in person; only for API keys is there no user. */
export type Me = Answer<"/auth/me", "get"> & { user: User };
export type Enrolment = Required<Answer<"/auth/mfa/enroll", "post">>;
export type LoginSession = Item<"/auth/sessions">;
export type Invite = Required<Pick<Answer<"/users/{id}/invite", "post">, "invite_url" | "invite_expires_at">>;
export type ApiKey = Item<"/api-keys">;
export type Tenant = Item<"/tenants">;
export type Usage = Answer<"/tenants/{tenant_id}/usage", "get">;
export type UsageBar = Usage["hosts"];
export type Egress = Answer<"/tenants/{tenant_id}/egress", "get">;

export type Host = Item<"/hosts">;
export type Status = Host["status"];
export type Criticality = Host["criticality"];
type RawType = Item<"/check-types">;
export type CheckParam = RawType["params"][number] & { default?: unknown };
export type CheckType = Omit<RawType, "params"> & { params: CheckParam[] };
export type Check = Item<"/checks">;
export type CheckStatus = Check["status"];
export type ResultPoint = Item<"/checks/{id}/results">;
/** What a run of a check found. */
export type Outcome = Pick<ResultPoint, "status" | "reason" | "latency_ms" | "message" | "details">;
export type Run = Omit<Answer<"/runs/{id}", "get">, "result"> & { result: Outcome | null };
export type Overview = Omit<Answer<"/overview", "get">, "changes"> & { changes: Change[] };
/** A change of state; the overview names the host too. */
export type Change = Omit<Item<"/hosts/{id}/timeline">, "to"> & { to: CheckStatus; host_name?: string };

export type AuditRow = Item<"/audit">;
export type AuditVerdict = Answer<"/audit/verify", "get">;
export type Ready = Answer<"/ready", "get">;
export type Health = Answer<"/system/health", "get">;
export type QueueStats = Answer<"/queue/stats", "get">;
/** A saved address of a list page: its filters, order, columns and grouping. */
export type View = Item<"/views">;
