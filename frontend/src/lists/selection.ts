import { useCallback, useMemo, useRef, useState } from "react";

/** Which rows are chosen: some of them by id, or all that match the filters. */
export interface Selection {
  ids: ReadonlySet<number>;
  all: boolean;
  has(id: number | string): boolean;
  toggle(id: number | string, range: boolean): void;
  add(ids: number[]): void;
  drop(ids: number[]): void;
  chooseAll(): void;
  clear(): void;
}

const IN_ADDRESS = 200;
const ALL = "all";

/** As it stands in the address: ids, or "all"; more than fit there are kept on the page only. */
export function selectionText(ids: ReadonlySet<number>, all: boolean): string | undefined {
  if (all) return ALL;
  return ids.size > 0 && ids.size <= IN_ADDRESS ? [...ids].join("_") : undefined;
}

export function selectionOf(text: string | undefined): { ids: Set<number>; all: boolean } {
  if (text === ALL) return { ids: new Set(), all: true };
  const numbers = (text ?? "").split("_").map(Number);
  return { ids: new Set(numbers.filter((id) => Number.isSafeInteger(id) && id > 0)), all: false };
}

/** All ids between two of the rows, both included; only the second where the first is not there. */
export function between(order: number[], from: number | null, to: number): number[] {
  const [a, b] = [from === null ? -1 : order.indexOf(from), order.indexOf(to)];
  return a < 0 || b < 0 ? [to] : order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

export function useSelection(
  text: string | undefined,
  onChange: (text: string | undefined) => void,
  order: () => number[],
): Selection {
  const [state, setState] = useState(() => selectionOf(text));
  const anchor = useRef<number | null>(null);
  const latest = useRef({ onChange, order, state });
  latest.current = { onChange, order, state };
  const set = useCallback((ids: Set<number>, all: boolean) => {
    setState({ ids, all });
    latest.current.onChange(selectionText(ids, all));
  }, []);
  const toggle = useCallback(
    (key: number | string, range: boolean) => {
      const id = Number(key);
      const { ids, all } = latest.current.state;
      const next = new Set(all ? [] : ids);
      if (range) for (const each of between(latest.current.order(), anchor.current, id)) next.add(each);
      else if (next.has(id)) next.delete(id);
      else next.add(id);
      anchor.current = id;
      set(next, false);
    },
    [set],
  );
  return useMemo(() => {
    const changed = (change: (ids: Set<number>) => void) => {
      const next = new Set(latest.current.state.ids);
      change(next);
      set(next, false);
    };
    return {
      ...state,
      has: (id) => state.all || state.ids.has(Number(id)),
      toggle,
      add: (ids) =>
        changed((next) => {
          for (const id of ids) next.add(id);
        }),
      drop: (ids) =>
        changed((next) => {
          for (const id of ids) next.delete(id);
        }),
      chooseAll: () => set(new Set(), true),
      clear: () => set(new Set(), false),
    };
  }, [state, toggle, set]);
}
