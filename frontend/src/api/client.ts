import { asProblem, Problem, problemOf } from "./problem";
import { API_BASE, needsRenewal, renew, session } from "./session";

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface CallOptions {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  /** The version this call changes; it is refused with 412 when there is a newer one. */
  ifMatch?: string | null;
  /** False for the calls that are made before anybody has signed in. */
  auth?: boolean;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * What a person can do about a refused call. The main application puts dialogs here; each resolves
 * to true when the call may be tried again.
 */
export interface Gates {
  signIn(): Promise<boolean>;
  stepUp(): Promise<boolean>;
  enrol(problem: Problem): Promise<boolean>;
}

const TIMEOUT_MS = 20_000;
let gates: Gates | null = null;

export function setGates(next: Gates | null): void {
  gates = next;
}

/** For what is empty on purpose; an empty text alone means that nothing is asked for. */
export const EMPTY = "\u0000";

export function queryString(query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== "")
      params.set(name, value === EMPTY ? "" : String(value));
  const text = params.toString();
  return text ? `?${text}` : "";
}

let skewMs = 0;

/** What this device's clock is ahead of the server's, in seconds; differences that do not matter are 0. */
export function clockSkew(): number {
  return Math.abs(skewMs) < 15_000 ? 0 : Math.round(skewMs / 1000);
}

function noteClock(response: Response): void {
  const at = Date.parse(response.headers.get("Date") ?? "");
  if (!Number.isNaN(at)) skewMs = Date.now() - at;
}

/** Versions of the objects read last, by path. */
const tags = new Map<string, string>();
const TAGS_KEPT = 200;

/** The version of the object at `path` that was read last. */
export function tagOf(path: string): string | null {
  return tags.get(path) ?? null;
}

/** A tag that was weakened on the way, by compression, still names the version. */
function keepTag(path: string, response: Response): void {
  const tag = response.headers.get("ETag")?.replace(/^W\//, "");
  if (!tag) return;
  tags.delete(path);
  tags.set(path, tag);
  for (const oldest of tags.keys()) {
    if (tags.size <= TAGS_KEPT) break;
    tags.delete(oldest);
  }
}

function headersOf(token: string | null, hasBody: boolean, ifMatch: string | null): Headers {
  const headers = new Headers({ Accept: "application/json" });
  if (ifMatch) headers.set("If-Match", ifMatch);
  if (hasBody) headers.set("Content-Type", "application/json");
  if (token) headers.set("Authorization", `Bearer ${token}`);
  return headers;
}

async function send(
  method: Method,
  path: string,
  options: CallOptions,
  token: string | null,
): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const hasBody = options.body !== undefined;
  try {
    return await fetch(API_BASE + path + queryString(options.query), {
      method,
      headers: headersOf(token, hasBody, options.ifMatch ?? null),
      ...(hasBody ? { body: JSON.stringify(options.body) } : {}),
      credentials: "same-origin",
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw Problem.network(timeout.aborted);
  }
}

async function answerOf<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch (error) {
    throw asProblem(error);
  }
}

/** Whether the refused call is worth one more attempt, after the person or a renewal helped. */
async function mend(problem: Problem, token: string): Promise<boolean> {
  if (problem.status === 401) return (await renew(token)) !== null || ((await gates?.signIn()) ?? false);
  if (problem.code === "mfa_step_up_required") return (await gates?.stepUp()) ?? false;
  if (problem.code === "mfa_enrollment_required") return (await gates?.enrol(problem)) ?? false;
  return false;
}

async function tokenFor(options: CallOptions): Promise<string | null> {
  if (options.auth === false) return null;
  if (needsRenewal()) await renew(session()?.token ?? null);
  return session()?.token ?? null;
}

export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  const attempts = 3;
  for (let attempt = 1; ; attempt++) {
    const token = await tokenFor(options);
    const response = await send(method, path, options, token);
    noteClock(response);
    if (response.ok) {
      if (!options.query) keepTag(path, response);
      return answerOf<T>(response);
    }
    const problem = await problemOf(response);
    if (options.auth === false || attempt >= attempts || !(await mend(problem, token ?? ""))) throw problem;
  }
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  call<T>("GET", path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) });
export const post = <T>(path: string, body?: unknown): Promise<T> => call<T>("POST", path, { body });
export const patch = <T>(path: string, body: unknown, ifMatch: string | null = null): Promise<T> =>
  call<T>("PATCH", path, { body, ifMatch });
export const put = <T>(path: string, body: unknown): Promise<T> => call<T>("PUT", path, { body });
export const remove = (path: string): Promise<void> => call<void>("DELETE", path);
