import type { InfiniteData } from "@tanstack/react-query";
import type { Page } from "../api/types";

/** The loaded pages of a list as data: patched in place, so that no row moves while it is looked at. */

export interface ListPage<Row> extends Page<Row> {
  /** How many rows match in all; asked for with the first page. */
  total?: number | null;
}

export type Pages<Row> = InfiniteData<ListPage<Row>, string | null>;
type KeyOf<Row> = (row: Row) => number | string;

/** The pages with some rows changed; pages without such a row stay the same objects. */
export function patched<Row>(
  data: Pages<Row>,
  keyOf: KeyOf<Row>,
  changes: ReadonlyMap<number | string, Partial<Row>>,
): Pages<Row> {
  let any = false;
  const pages = data.pages.map((page) => {
    if (!page.items.some((row) => changes.has(keyOf(row)))) return page;
    any = true;
    const items = page.items.map((row) => {
      const change = changes.get(keyOf(row));
      return change ? { ...row, ...change } : row;
    });
    return { ...page, items };
  });
  return any ? { ...data, pages } : data;
}

/** A fresh answer for one page laid over the old: known rows are renewed where they stand. */
export function overlaid<Row>(
  data: Pages<Row>,
  keyOf: KeyOf<Row>,
  fresh: ListPage<Row>,
): { data: Pages<Row>; unknown: (number | string)[] } {
  const known = new Set(data.pages.flatMap((page) => page.items.map(keyOf)));
  const changes = new Map(fresh.items.map((row): [number | string, Partial<Row>] => [keyOf(row), row]));
  const unknown = [...changes.keys()].filter((key) => !known.has(key));
  return { data: patched(data, keyOf, changes), unknown };
}

/** Which page a row of the whole list stands on. */
export function pageOf<Row>(data: Pages<Row>, index: number): number {
  let before = 0;
  for (const [place, page] of data.pages.entries()) {
    before += page.items.length;
    if (index < before) return place;
  }
  return Math.max(0, data.pages.length - 1);
}
