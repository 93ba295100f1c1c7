import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { post } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import { run as runQuery } from "../api/queries";
import type { Run } from "../api/types";
import { trackRun } from "../app/jobs";

export interface RunState {
  start(): Promise<void>;
  busy: boolean;
  run: Run | null;
  problem: Problem | null;
}

const over = (run: Run | undefined) =>
  run?.state === "done" || run?.state === "failed" || run?.state === "dead";

/**
 * Starts a run by a POST that answers a run id, and follows it to its end. It stands in the tray too, under
 * `label`, for when the page is left before.
 */
export function useRun(path: string, label: string, body?: () => unknown): RunState {
  const queries = useQueryClient();
  const [id, setId] = useState<number | null>(null);
  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { data, error } = useQuery(runQuery(id));
  const finished = over(data);
  useEffect(() => {
    if (finished) void queries.invalidateQueries({ predicate: (each) => each.queryKey[0] !== "/runs" });
  }, [finished, queries]);

  const start = async () => {
    setStarting(true);
    setProblem(null);
    setId(null);
    try {
      const { run_id } = await post<{ run_id: number }>(path, body?.());
      trackRun(run_id, label);
      setId(run_id);
    } catch (refused) {
      setProblem(asProblem(refused));
    } finally {
      setStarting(false);
    }
  };
  const failed = error ? asProblem(error) : null;
  return {
    start,
    busy: starting || (id !== null && !finished && !failed),
    run: data ?? null,
    problem: problem ?? failed,
  };
}
