import { get } from "../api/client";
import { asProblem } from "../api/problem";
import { pageQuery } from "../api/queries";
import { type ListPage, overlaid, type Pages, pageOf, patched } from "./rows";
import type { LiveNews, Source } from "./use-list";

type Key = number | string;

/** What would change the order or the length of a list, and waits until somebody wants to see it. */
export interface Pending {
  fresh: ReadonlySet<Key>;
  moved: ReadonlySet<Key>;
  gone: ReadonlySet<Key>;
}
export const NOTHING: Pending = { fresh: new Set(), moved: new Set(), gone: new Set() };

/** What the list shows now: its source, and a name that differs for every filter. */
export interface Shown<Row> {
  source: Source<Row>;
  name: string;
}

interface Tools<Row> {
  shown(): Shown<Row>;
  read(): Pages<Row> | undefined;
  write(data: Pages<Row>): void;
  note(change: (old: Pending) => Pending, failure?: unknown): void;
}

/** So many rows are read one by one; more of them by their pages. */
const SINGLY = 20;

const joined = (old: ReadonlySet<Key>, more: Iterable<Key>): ReadonlySet<Key> => new Set([...old, ...more]);

/** Keeps the loaded rows of a list fresh where they stand, by what the stream tells and by asking. */
export class Keeper<Row> {
  private seen = { first: 0, last: 0 };

  constructor(private readonly tools: Tools<Row>) {}

  onSeen = (first: number, last: number): void => {
    this.seen = { first, last };
  };

  /** From the start, in the order of now. */
  reload = (): Promise<void> =>
    this.guarded(async (current) => {
      const page = await this.ask(null);
      if (!current()) return;
      this.tools.write({ pages: [page], pageParams: [null] });
      this.tools.note(() => NOTHING);
    });

  /** The rows in sight anew, where they stand. */
  renew = (): Promise<void> =>
    this.guarded(async (current) => {
      const data = this.tools.read();
      if (!data) return;
      const { first, last } = this.seen;
      for (const place of new Set([pageOf(data, first), pageOf(data, last)])) await this.page(place, current);
    });

  tell(news: LiveNews<Row>): void {
    const { keyOf } = this.source();
    const known = new Set(this.tools.read()?.pages.flatMap((each) => each.items.map(keyOf)));
    this.change(news.changes);
    this.lose(news.gone.filter((key) => known.has(key)));
    const edited = news.config.filter((key) => known.has(key));
    const made = news.config.filter((key) => !known.has(key));
    if (made.length > 0) this.tools.note((old) => ({ ...old, fresh: joined(old.fresh, made) }));
    if (edited.length > SINGLY) void this.renew();
    else if (edited.length > 0) void this.singly(edited);
  }

  private source(): Source<Row> {
    return this.tools.shown().source;
  }

  private ask(cursor: string | null): Promise<ListPage<Row>> {
    const { path, filter, counted } = this.source();
    return get<ListPage<Row>>(path, pageQuery(filter, cursor, counted ?? false));
  }

  /** Runs what asks the server; its answer counts only for the list that is still shown. */
  private async guarded(work: (current: () => boolean) => Promise<void>): Promise<void> {
    const { name } = this.tools.shown();
    const current = () => this.tools.shown().name === name;
    try {
      await work(current);
    } catch (failure) {
      if (current()) this.tools.note((old) => old, failure);
    }
  }

  private change(changes: Map<Key, Partial<Row>>): void {
    const data = this.tools.read();
    if (!data || changes.size === 0) return;
    const { keyOf, placeOf, enters } = this.source();
    const next = patched(data, keyOf, changes);
    if (next !== data) this.tools.write(next);
    if (!placeOf) return;
    const last = data.pages.at(-1)?.items.at(-1);
    const before = new Map(data.pages.flatMap((page) => page.items.map((row) => [keyOf(row), row])));
    const fresh: Key[] = [];
    const moved: Key[] = [];
    for (const [key, part] of changes) {
      const row = before.get(key);
      if (row) {
        if (placeOf({ ...row, ...part }) !== placeOf(row)) moved.push(key);
      } else if (last && enters?.(part, last)) fresh.push(key);
    }
    if (fresh.length + moved.length > 0)
      this.tools.note((old) => ({
        ...old,
        fresh: joined(old.fresh, fresh),
        moved: joined(old.moved, moved),
      }));
  }

  private lose(gone: Key[]): void {
    if (gone.length > 0)
      this.tools.note((old) => ({ ...old, gone: joined(old.gone, gone), moved: joined(old.moved, gone) }));
  }

  /** Some rows one by one, each by its own address. */
  private singly(keys: Key[]): Promise<void> {
    return this.guarded(async (current) => {
      const found = new Map<Key, Partial<Row>>();
      const gone: Key[] = [];
      for (const key of keys)
        try {
          found.set(key, await get<Row & object>(`${this.source().path}/${key}`));
        } catch (failure) {
          if (asProblem(failure).status !== 404) throw failure;
          gone.push(key);
        }
      if (!current()) return;
      this.change(found);
      this.lose(gone);
    });
  }

  /** One page anew. What stood on it and does not any more is looked up, where that is possible. */
  private async page(place: number, current: () => boolean): Promise<void> {
    const cursor = this.tools.read()?.pageParams[place];
    if (cursor === undefined) return;
    const fresh = await this.ask(cursor);
    const data = this.tools.read();
    if (!data || !current()) return;
    const { keyOf, single } = this.source();
    const there = new Set(fresh.items.map(keyOf));
    const left = (data.pages[place]?.items ?? []).map(keyOf).filter((key) => !there.has(key));
    const next = overlaid(data, keyOf, fresh);
    const counts = place === 0 && fresh.total !== undefined ? { total: fresh.total } : {};
    this.tools.write({
      ...next.data,
      pages: next.data.pages.map((each, at) => (at === 0 ? { ...each, ...counts } : each)),
    });
    this.tools.note((old) => ({ ...old, fresh: joined(old.fresh, next.unknown) }));
    if (!single || left.length === 0) return;
    if (left.length > SINGLY) await this.reload();
    else await this.singly(left);
  }
}
