/** The order of the list somebody came from, for the way to the next object without going back to it. */

const orders = new Map<string, { id: number; name: string }[]>();

export function rememberOrder(list: "hosts" | "checks", rows: { id: number; name: string }[]): void {
  if (rows.length > 0) orders.set(list, rows);
}

export interface Neighbours {
  before: { id: number; name: string } | null;
  after: { id: number; name: string } | null;
}

export function neighboursOf(list: "hosts" | "checks", id: number): Neighbours {
  const order = orders.get(list) ?? [];
  const place = order.findIndex((each) => each.id === id);
  if (place < 0) return { before: null, after: null };
  return { before: order[place - 1] ?? null, after: order[place + 1] ?? null };
}
