import { call, get, patch, post, type Query } from "../api/client";
import type { Page } from "../api/types";

/** Work on many objects: gathered from the server where they are not all loaded, sent in parts. */

const PART = 500;

/** All rows that match a filter, however many. */
export async function gather<Row>(
  path: string,
  filter: Query,
  onProgress: (count: number) => void,
): Promise<Row[]> {
  const found: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Row> = await get<Page<Row>>(path, { ...filter, limit: PART, cursor });
    found.push(...page.items);
    onProgress(found.length);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

function parts<T>(items: T[], size: number): T[][] {
  const made: T[][] = [];
  for (let at = 0; at < items.length; at += size) made.push(items.slice(at, at + size));
  return made;
}

export type Change = { id: number } & Record<string, unknown>;

interface BulkAnswer {
  items: { id: number; before: Record<string, unknown> }[];
}

/**
 * Changes many at once and answers how to take that back. When a part is refused, what was changed before
 * it is taken back: all or nothing, also above what one call may carry.
 */
export async function changeMany(path: string, changes: Change[]): Promise<() => Promise<void>> {
  const before: Change[] = [];
  const undo = async () => {
    for (const items of parts(before, PART)) await patch(`${path}:bulk`, { items });
  };
  try {
    for (const items of parts(changes, PART)) {
      const answer = await patch<BulkAnswer>(`${path}:bulk`, { items });
      before.push(...answer.items.map((each) => ({ ...each.before, id: each.id })));
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return undo;
}

export async function deleteMany(path: string, ids: number[]): Promise<number> {
  let deleted = 0;
  for (const part of parts(ids, PART))
    deleted += (await post<{ deleted: number }>(`${path}:delete`, { ids: part })).deleted;
  return deleted;
}

const RUNS = 100;

export async function runMany(ids: number[]): Promise<number> {
  let started = 0;
  for (const part of parts(ids, RUNS))
    started += (await call<{ items: unknown[] }>("POST", "/checks:run", { body: { ids: part } })).items
      .length;
  return started;
}
