import { useEffect, useSyncExternalStore } from "react";
import { get } from "../api/client";

/** The heartbeats of the hosts that are in sight: asked for together, and again now and then. */

const RANGE_S = 3600;
const MOST = 200;
const GATHER_MS = 60;
const FRESH_MS = 45_000;

interface Answer {
  items: { id: number; strip: string[] }[];
}

const strips = new Map<number, string>();
const askedAt = new Map<number, number>();
const watchers = new Map<number, Set<() => void>>();
let timer: ReturnType<typeof setTimeout> | null = null;

async function ask(ids: number[]): Promise<void> {
  for (const id of ids) askedAt.set(id, Date.now());
  try {
    const { items } = await get<Answer>("/host-strips", { ids: ids.join(","), range_s: RANGE_S });
    for (const { id, strip } of items) {
      strips.set(id, strip.join(""));
      for (const watcher of watchers.get(id) ?? []) watcher();
    }
  } catch {
    // The list itself says when the server is away; the strips are asked for again with the next look.
  }
}

function look(): void {
  timer = null;
  const now = Date.now();
  const wanted = [...watchers.keys()].filter((id) => now - (askedAt.get(id) ?? 0) > FRESH_MS);
  for (let at = 0; at < wanted.length; at += MOST) void ask(wanted.slice(at, at + MOST));
  if (watchers.size > 0) timer = setTimeout(look, wanted.length > 0 ? GATHER_MS * 50 : FRESH_MS / 3);
}

function watch(id: number, watcher: () => void): () => void {
  const all = watchers.get(id) ?? new Set();
  watchers.set(id, all.add(watcher));
  if (!askedAt.has(id) || timer === null) {
    if (timer) clearTimeout(timer);
    timer = setTimeout(look, GATHER_MS);
  }
  return () => {
    all.delete(watcher);
    if (all.size === 0) watchers.delete(id);
  };
}

/** The letters of one host's last hour; null until they are here. */
export function useStrip(id: number): string | null {
  const strip = useSyncExternalStore(
    (watcher) => watch(id, watcher),
    () => strips.get(id) ?? null,
  );
  useEffect(
    () => () => {
      if (!strips.has(id)) askedAt.delete(id);
    },
    [id],
  );
  return strip;
}
