import { Problem, problemOf } from "./problem";
import type { FreshToken, SignedIn, TenantRef, User } from "./types";

/**
 * Who is signed in. The access token lives in this module's memory and nowhere else; the refresh
 * token is a cookie that scripts cannot read. Tabs renew one after another under one lock and tell
 * each other the new token, so that a rotation is never answered by a replay.
 */
export interface Session {
  token: string;
  expiresAt: number;
  user: User;
  tenant: TenantRef;
}

export const API_BASE = "/api/v1";
const RENEW_BEFORE_MS = 30_000;
const TIMEOUT_MS = 20_000;

let current: Session | null = null;
const listeners = new Set<() => void>();
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("tocsin-session");

function set(next: Session | null): void {
  current = next;
  for (const listener of listeners) listener();
}

channel?.addEventListener("message", (event: MessageEvent<Session | null>) => {
  const next = event.data;
  if (next && current && next.user.id !== current.user.id) location.reload();
  else if (next === null && current) set(null);
  else if (next && (!current || next.expiresAt > current.expiresAt)) set(next);
});

export function session(): Session | null {
  return current;
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function signedIn(answer: SignedIn): Session {
  const next: Session = {
    token: answer.access_token,
    expiresAt: Date.now() + answer.expires_in * 1000,
    user: answer.user,
    tenant: answer.tenant,
  };
  set(next);
  channel?.postMessage(next);
  return next;
}

/** A token of the same session with a fresh second factor. */
export function renewed(answer: FreshToken): void {
  if (!current) return;
  set({ ...current, token: answer.access_token, expiresAt: Date.now() + answer.expires_in * 1000 });
  channel?.postMessage(current);
}

export function userChanged(user: User): void {
  if (current) set({ ...current, user });
}

export function forget(): void {
  set(null);
  channel?.postMessage(null);
}

export function needsRenewal(now: number = Date.now()): boolean {
  return current !== null && current.expiresAt - now < RENEW_BEFORE_MS;
}

/** POST to one of the two endpoints that read the cookie. */
export async function cookiePost(path: "/auth/refresh" | "/auth/logout"): Promise<Response> {
  try {
    return await fetch(API_BASE + path, {
      method: "POST",
      headers: { "X-Requested-With": "tocsin", Accept: "application/json" },
      credentials: "same-origin",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw Problem.network(error instanceof DOMException && error.name === "TimeoutError");
  }
}

async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  return locks ? locks.request("tocsin-refresh", work) : work();
}

let renewing: Promise<Session | null> | null = null;

async function renewNow(stale: string | null): Promise<Session | null> {
  if (current && current.token !== stale) return current;
  const response = await cookiePost("/auth/refresh");
  if (response.status === 401 || response.status === 403) return null;
  if (!response.ok) throw await problemOf(response);
  return signedIn((await response.json()) as SignedIn);
}

/** A new session for the token `stale`; null when the person has to sign in again. */
export function renew(stale: string | null): Promise<Session | null> {
  renewing ??= exclusively(() => renewNow(stale)).finally(() => {
    renewing = null;
  });
  return renewing;
}
