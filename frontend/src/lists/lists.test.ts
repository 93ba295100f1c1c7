import { describe, expect, it } from "vitest";
import { Keeper, NOTHING, type Pending } from "./keeper";
import { type ListPage, overlaid, type Pages, pageOf, patched } from "./rows";
import { between, selectionOf, selectionText } from "./selection";
import { namesOf, namesText, viewQuery, viewSearch } from "./view-state";

interface Row {
  id: number;
  state: string;
}
const keyOf = (row: Row) => row.id;
const page = (...ids: number[]): ListPage<Row> => ({
  items: ids.map((id) => ({ id, state: "up" })),
  next_cursor: null,
});
const pages = (...all: ListPage<Row>[]): Pages<Row> => ({ pages: all, pageParams: all.map(() => null) });

describe("loaded pages", () => {
  it("change a row where it stands and leave other pages as they are", () => {
    const old = pages(page(1, 2), page(3));
    const next = patched(old, keyOf, new Map([[3, { state: "down" }]]));
    expect(next.pages[1]?.items).toEqual([{ id: 3, state: "down" }]);
    expect(next.pages[0]).toBe(old.pages[0]);
  });

  it("stay the same object when nothing of theirs has changed", () => {
    const old = pages(page(1));
    expect(patched(old, keyOf, new Map([[9, { state: "down" }]]))).toBe(old);
  });

  it("take a fresh answer without moving a row, and tell what is not among them", () => {
    const fresh = {
      items: [
        { id: 5, state: "down" },
        { id: 1, state: "down" },
      ],
      next_cursor: null,
    };
    const { data, unknown } = overlaid(pages(page(1, 2)), keyOf, fresh);
    expect(data.pages[0]?.items).toEqual([
      { id: 1, state: "down" },
      { id: 2, state: "up" },
    ]);
    expect(unknown).toEqual([5]);
  });

  it("know the page of a row", () => {
    const data = pages(page(1, 2), page(3, 4));
    expect([0, 1, 2, 3, 99].map((index) => pageOf(data, index))).toEqual([0, 0, 1, 1, 1]);
  });
});

describe("a selection", () => {
  it("goes through the address and back", () => {
    expect(selectionOf(selectionText(new Set([3, 7]), false)).ids).toEqual(new Set([3, 7]));
    expect(selectionOf(selectionText(new Set(), true))).toEqual({ ids: new Set(), all: true });
    expect(selectionText(new Set(), false)).toBeUndefined();
    expect(selectionOf("3_x_-1_4.5_8").ids).toEqual(new Set([3, 8]));
  });

  it("is too long for the address from some length on", () => {
    expect(selectionText(new Set(Array.from({ length: 201 }, (_, id) => id + 1)), false)).toBeUndefined();
  });

  it("reaches from the row chosen last to this one, either way", () => {
    expect(between([5, 3, 9, 1], 3, 1)).toEqual([3, 9, 1]);
    expect(between([5, 3, 9, 1], 1, 3)).toEqual([3, 9, 1]);
    expect(between([5, 3], null, 3)).toEqual([3]);
    expect(between([5, 3], 8, 3)).toEqual([3]);
  });
});

describe("the address of a list", () => {
  it("carries names with any letters", () => {
    const names = ["status", "label:a,b", "label:100%"];
    expect(namesOf(namesText(names))).toEqual(names);
    expect(namesText([])).toBeUndefined();
    expect(namesOf("status,%E0%A4%A")).toEqual(["status"]);
  });

  it("is kept as a view without what is chosen or opened just now", () => {
    const query = viewQuery({
      sort: "name",
      q: "a&b",
      sel: "1_2",
      open: "web",
      view: "4",
      status: undefined,
    });
    expect(query).toBe("q=a%26b&sort=name");
    expect(viewSearch(query)).toEqual({ q: "a&b", sort: "name" });
  });
});

describe("what the stream tells of a list", () => {
  const made = (placeOf?: (row: Row) => unknown) => {
    let data = pages(page(1, 2), page(3));
    let pending: Pending = NOTHING;
    const keeper = new Keeper<Row>({
      shown: () => ({
        name: "a",
        source: { path: "/rows", filter: {}, keyOf, placeOf, enters: (change) => change.state === "down" },
      }),
      read: () => data,
      write: (next) => {
        data = next;
      },
      note: (change) => {
        pending = change(pending);
      },
    });
    const tell = (changes: [number, Partial<Row>][], gone: number[] = [], config: number[] = []) =>
      keeper.tell({ changes: new Map(changes), gone, config });
    return {
      tell,
      states: () => data.pages.flatMap((each) => each.items.map((row) => row.state)),
      pending: () => pending,
    };
  };

  it("changes rows where they stand, and says which of them belong elsewhere now", () => {
    const list = made((row) => row.state);
    list.tell([
      [2, { state: "down" }],
      [3, { state: "up" }],
      [8, { state: "down" }],
      [9, { state: "up" }],
    ]);
    expect(list.states()).toEqual(["up", "down", "up"]);
    expect([...list.pending().moved]).toEqual([2]);
    expect([...list.pending().fresh]).toEqual([8]);
  });

  it("moves nothing where the order does not depend on it", () => {
    const list = made();
    list.tell(
      [
        [2, { state: "down" }],
        [8, { state: "down" }],
      ],
      [3, 77],
      [50],
    );
    expect([...list.pending().moved]).toEqual([3]);
    expect([...list.pending().gone]).toEqual([3]);
    expect([...list.pending().fresh]).toEqual([50]);
  });
});
