import { useSyncExternalStore } from "react";

/**
 * Runs that were started from this browser and have not been looked through yet. They stay known over a reload
 * and in other tabs.
 */
export interface Job {
  id: number;
  label: string;
  /** Where its result belongs. */
  href: string;
  startedAt: number;
}

const PLACE = "tocsin-runs";
const KEPT = 20;
const TOO_OLD_MS = 3_600_000;

function read(): Job[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    const fits = (job: Job) => Number.isSafeInteger(job?.id) && Date.now() - job.startedAt < TOO_OLD_MS;
    return Array.isArray(found) ? (found as Job[]).filter(fits) : [];
  } catch {
    return [];
  }
}

let jobs = read();
const listeners = new Set<() => void>();

function replace(next: Job[]): void {
  jobs = next;
  try {
    localStorage.setItem(PLACE, JSON.stringify(jobs));
  } catch {
    // Storage may be forbidden; the runs are then known until the page is left.
  }
  for (const listener of listeners) listener();
}

window.addEventListener("storage", (event) => {
  if (event.key !== PLACE) return;
  jobs = read();
  for (const listener of listeners) listener();
});

/** Puts a run that has just been started into the tray. */
export function trackRun(id: number, label: string): void {
  const job = { id, label, href: location.pathname + location.search, startedAt: Date.now() };
  replace([job, ...jobs.filter((each) => each.id !== id)].slice(0, KEPT));
}

export function forgetRuns(ids: number[]): void {
  replace(jobs.filter((job) => !ids.includes(job.id)));
}

const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useJobs(): Job[] {
  return useSyncExternalStore(listen, () => jobs);
}
