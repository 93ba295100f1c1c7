import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { get, post } from "../api/client";
import { asProblem } from "../api/problem";
import type { CheckStatus, Host, Outcome, Run } from "../api/types";
import { t } from "../i18n";
import { deleteMany } from "../lists/bulk";
import { messageText } from "../ui/message";
import { toastWithUndo } from "../ui/toast";
import type { Pasted } from "./paste";

/** A check that every new host gets. */
export interface NewCheck {
  type: string;
  params: Record<string, unknown>;
}

/** Where one of the hosts stands: being tried, tried, being added, added, refused. */
export interface Standing {
  step: "waiting" | "testing" | "tested" | "adding" | "added" | "refused";
  status?: CheckStatus;
  text?: string;
}

const AT_ONCE = 4;
const LOOK_MS = 350;
const MOST_WAITS = 4;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits as long as the server asks where there were too many calls. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let turn = 0; ; turn++)
    try {
      return await work();
    } catch (error) {
      const { status, retryAfter } = asProblem(error);
      if (status !== 429 || turn >= MOST_WAITS) throw error;
      await pause((retryAfter ?? 5) * 1000);
    }
}

async function outcomeOf(check: NewCheck, address: string): Promise<Outcome> {
  const { run_id } = await patiently(() =>
    post<{ run_id: number }>("/checks/test", { address, type: check.type, params: check.params }),
  );
  for (;;) {
    const run = await patiently(() => get<Run>(`/runs/${run_id}`));
    if (run.result) return run.result;
    if (run.state === "failed" || run.state === "dead") throw new Error(run.error ?? t("run.failed"));
    await pause(LOOK_MS);
  }
}

const RANK: CheckStatus[] = ["down", "unknown", "degraded", "pending", "paused", "up"];

function worst(outcomes: { type: string; outcome: Outcome }[]): Standing {
  const sorted = [...outcomes].sort(
    (a, b) => RANK.indexOf(a.outcome.status) - RANK.indexOf(b.outcome.status),
  );
  const text = sorted.map(({ type, outcome }) => `${type}: ${messageText(outcome)}`).join(" · ");
  return { step: "tested", status: sorted[0]?.outcome.status ?? "unknown", text };
}

export interface Import {
  standings: ReadonlyMap<number, Standing>;
  busy: "testing" | "adding" | null;
  added: number;
  test(hosts: Pasted[], checks: NewCheck[]): Promise<void>;
  add(hosts: Pasted[], checks: NewCheck[]): Promise<void>;
  stop(): void;
  forget(): void;
}

/** Tries hosts before they are saved and adds them, each by the calls of the API that one would make by hand. */
export function useImport(): Import {
  const queries = useQueryClient();
  const [standings, setStandings] = useState<ReadonlyMap<number, Standing>>(new Map());
  const [busy, setBusy] = useState<Import["busy"]>(null);
  const stopped = useRef(false);
  const put = (place: number, standing: Standing) => setStandings((old) => new Map(old).set(place, standing));

  /** Some at a time; what fails says so in its own line and the rest goes on. */
  const each = async (
    hosts: Pasted[],
    doing: Exclude<Import["busy"], null>,
    work: (host: Pasted) => Promise<Standing>,
  ) => {
    stopped.current = false;
    setBusy(doing);
    let next = 0;
    const worker = async () => {
      while (next < hosts.length && !stopped.current) {
        const place = next++;
        const host = hosts[place];
        if (!host || standings.get(place)?.step === "added") continue;
        put(place, { step: doing });
        try {
          put(place, await work(host));
        } catch (error) {
          const problem = asProblem(error);
          put(place, { step: "refused", text: problem.detail ?? problem.message });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    setBusy(null);
  };

  const test: Import["test"] = (hosts, checks) =>
    each(hosts, "testing", async (host) =>
      worst(
        await Promise.all(
          checks.map(async (check) => ({
            type: check.type,
            outcome: await outcomeOf(check, host.address),
          })),
        ),
      ),
    );

  const add: Import["add"] = async (hosts, checks) => {
    const made: number[] = [];
    await each(hosts, "adding", async ({ name, address, group, labels }) => {
      const host = await patiently(() => post<Host>("/hosts", { name, address, group, labels }));
      made.push(host.id);
      for (const { type, params } of checks)
        await patiently(() => post("/checks", { host_id: host.id, type, name: `${name} ${type}`, params }));
      return { step: "added" };
    });
    await queries.invalidateQueries();
    if (made.length > 0)
      toastWithUndo(t("import.done", { count: made.length }), async () => {
        await deleteMany("/hosts", made);
        setStandings(new Map());
        await queries.invalidateQueries();
      });
  };

  return {
    standings,
    busy,
    added: [...standings.values()].filter(({ step }) => step === "added").length,
    test,
    add,
    stop: () => {
      stopped.current = true;
    },
    forget: () => setStandings(new Map()),
  };
}
