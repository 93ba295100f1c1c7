import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { get, type Query } from "../api/client";
import { live } from "../api/live";
import type { LiveEvent, Topic } from "../api/live-events";
import { asProblem } from "../api/problem";
import { list, pageQuery } from "../api/queries";
import { type ListPage, overlaid, type Pages, pageOf, patched } from "./rows";

type Key = number | string;

/** What an event of the stream says about the rows of a list. */
export interface LiveNews<Row> {
  changes: Map<Key, Partial<Row>>;
  gone: Key[];
  /** Made or edited: to be read anew. */
  config: Key[];
}

export interface Source<Row> {
  path: string;
  filter: Query;
  keyOf(row: Row): Key;
  /** True where the server says how many rows match in all. */
  counted?: boolean;
  /** What changes by itself decides the place of a row in the list, or whether it is in it at all. */
  placeOf?: ((row: Row) => unknown) | undefined;
  /** Whether a row that is not loaded belongs before the last loaded one, now that it has changed so. */
  enters?: ((change: Partial<Row>, last: Row) => boolean) | undefined;
  live?: { topics: readonly Topic[]; news(event: LiveEvent): LiveNews<Row> | null };
}

export interface ListState<Row> {
  rows: Row[];
  loaded: boolean;
  /** How many rows match; null while that is not known. */
  total: number | null;
  /** The rows shown are those of the filters before; the new ones are on their way. */
  old: boolean;
  error: unknown;
  updatedAt: number;
  hasMore: boolean;
  /** The next rows were refused; somebody has to ask for them again. */
  halted: boolean;
  more(): void;
  /** Rows that have come, and rows that would stand elsewhere now. */
  pending: { fresh: number; moved: number };
  /** From the start, in the order of now. */
  reload(): Promise<void>;
  /** The rows in sight anew, where they stand. */
  renew(): Promise<void>;
  onSeen(first: number, last: number): void;
  isGone(row: Row): boolean;
}

const SLOW_MS = 30_000;
const SINGLY = 20;

interface Pending {
  fresh: ReadonlySet<Key>;
  moved: ReadonlySet<Key>;
  gone: ReadonlySet<Key>;
}
const NOTHING: Pending = { fresh: new Set(), moved: new Set(), gone: new Set() };
const joined = (old: ReadonlySet<Key>, more: Iterable<Key>): ReadonlySet<Key> => new Set([...old, ...more]);

/** A list of the server, loaded as it is scrolled and kept fresh in place. */
export function useList<Row>(source: Source<Row>): ListState<Row> {
  const queries = useQueryClient();
  const options = list<Row>(source.path, source.filter, source.counted ?? false);
  const query = useInfiniteQuery(options);
  const name = JSON.stringify(options.queryKey);
  const [state, setState] = useState<{ name: string; pending: Pending; error: unknown }>({
    name,
    pending: NOTHING,
    error: null,
  });
  const { pending, error } = state.name === name ? state : { pending: NOTHING, error: null };
  const seen = useRef({ first: 0, last: 0 });
  const latest = useRef({ source, options, name });
  latest.current = { source, options, name };

  const act = useMemo(() => {
    const read = () => queries.getQueryData<Pages<Row>>(latest.current.options.queryKey as never);
    const write = (data: Pages<Row>) =>
      queries.setQueryData<Pages<Row>>(latest.current.options.queryKey as readonly unknown[], data);
    const note = (change: (old: Pending) => Pending, failure: unknown = null) => {
      const { name: now } = latest.current;
      setState((old) => ({
        name: now,
        pending: change(old.name === now ? old.pending : NOTHING),
        error: failure,
      }));
    };
    return makeActions<Row>({ read, write, note, seen, latest });
  }, [queries]);

  useLive(source, act);
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const { data } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return {
    rows,
    loaded: data !== undefined,
    total: data?.pages[0]?.total ?? (data && !hasNextPage ? rows.length : null),
    old: query.isPlaceholderData,
    error: query.error ?? error,
    updatedAt: query.dataUpdatedAt,
    hasMore: hasNextPage,
    halted: isFetchNextPageError,
    more,
    pending: { fresh: pending.fresh.size, moved: pending.moved.size },
    reload: data ? act.reload : async () => void (await query.refetch()),
    renew: act.renew,
    onSeen: act.onSeen,
    isGone: (row) => pending.gone.has(source.keyOf(row)),
  };
}

interface Tools<Row> {
  read(): Pages<Row> | undefined;
  write(data: Pages<Row>): void;
  note(change: (old: Pending) => Pending, failure?: unknown): void;
  seen: { current: { first: number; last: number } };
  latest: { current: { source: Source<Row>; name: string } };
}

type Actions = ReturnType<typeof makeActions>;

function makeActions<Row>({ read, write, note, seen, latest }: Tools<Row>) {
  const ask = (cursor: string | null) => {
    const { path, filter, counted } = latest.current.source;
    return get<ListPage<Row>>(path, pageQuery(filter, cursor, counted ?? false));
  };
  /** Runs what asks the server; its answer counts only for the list that is still shown. */
  const guarded = async (work: (current: () => boolean) => Promise<void>) => {
    const { name } = latest.current;
    try {
      await work(() => latest.current.name === name);
    } catch (failure) {
      if (latest.current.name === name) note((old) => old, failure);
    }
  };

  const change = (changes: Map<Key, Partial<Row>>) => {
    const data = read();
    if (!data || changes.size === 0) return;
    const { keyOf, placeOf, enters } = latest.current.source;
    const last = data.pages.at(-1)?.items.at(-1);
    const before = new Map(data.pages.flatMap((page) => page.items.map((row) => [keyOf(row), row])));
    const next = patched(data, keyOf, changes);
    if (next !== data) write(next);
    if (!placeOf) return;
    const fresh: Key[] = [];
    const moved: Key[] = [];
    for (const [key, part] of changes) {
      const row = before.get(key);
      if (row) {
        if (placeOf({ ...row, ...part }) !== placeOf(row)) moved.push(key);
      } else if (last && enters?.(part, last)) fresh.push(key);
    }
    if (fresh.length + moved.length > 0)
      note((old) => ({ ...old, fresh: joined(old.fresh, fresh), moved: joined(old.moved, moved) }));
  };

  const reload = () =>
    guarded(async (current) => {
      const page = await ask(null);
      if (!current()) return;
      write({ pages: [page], pageParams: [null] });
      note(() => NOTHING);
    });

  /** Some rows one by one, each by its own address. */
  const singly = (keys: Key[]) =>
    guarded(async (current) => {
      const found = new Map<Key, Partial<Row>>();
      const gone: Key[] = [];
      for (const key of keys)
        try {
          found.set(key, await get<Row & object>(`${latest.current.source.path}/${key}`));
        } catch (failure) {
          if (asProblem(failure).status !== 404) throw failure;
          gone.push(key);
        }
      if (!current()) return;
      change(found);
      if (gone.length > 0)
        note((old) => ({ ...old, gone: joined(old.gone, gone), moved: joined(old.moved, gone) }));
    });

  const page = async (place: number, current: () => boolean) => {
    const cursor = read()?.pageParams[place];
    if (cursor === undefined) return;
    const fresh = await ask(cursor);
    const data = read();
    if (!data || !current()) return;
    const { keyOf } = latest.current.source;
    const there = new Set(fresh.items.map(keyOf));
    const left = (data.pages[place]?.items ?? []).map(keyOf).filter((key) => !there.has(key));
    const next = overlaid(data, keyOf, fresh);
    const pages = next.data.pages.map((each, at) =>
      at === 0 && fresh.total !== undefined && place === 0 ? { ...each, total: fresh.total } : each,
    );
    write({ ...next.data, pages });
    note((old) => ({ ...old, fresh: joined(old.fresh, next.unknown) }));
    if (left.length > SINGLY) await reload();
    else if (left.length > 0) await singly(left);
  };

  const renew = () =>
    guarded(async (current) => {
      const data = read();
      if (!data) return;
      const { first, last } = seen.current;
      for (const place of new Set([pageOf(data, first), pageOf(data, last)])) await page(place, current);
    });

  const tell = (news: LiveNews<Row>) => {
    const { keyOf } = latest.current.source;
    const known = new Set(read()?.pages.flatMap((each) => each.items.map(keyOf)));
    const has = (key: Key) => known.has(key);
    change(news.changes);
    if (news.gone.length > 0) {
      const gone = news.gone.filter(has);
      note((old) => ({ ...old, gone: joined(old.gone, gone), moved: joined(old.moved, gone) }));
    }
    const edited = news.config.filter(has);
    const made = news.config.filter((key) => !has(key));
    if (made.length > 0) note((old) => ({ ...old, fresh: joined(old.fresh, made) }));
    if (edited.length > SINGLY) void renew();
    else if (edited.length > 0) void singly(edited);
  };

  const onSeen = (first: number, last: number) => {
    seen.current = { first, last };
  };
  return { reload, renew, tell, onSeen };
}

/** Told by the stream where there is one for this list; asked now and then where there is none. */
function useLive<Row>(source: Source<Row>, act: Actions): void {
  const news = useRef(source.live?.news);
  news.current = source.live?.news;
  const topics = source.live?.topics.join(" ") ?? "";
  useEffect(() => {
    if (topics === "") {
      const timer = setInterval(() => {
        if (document.visibilityState === "visible") void act.renew();
      }, SLOW_MS);
      return () => clearInterval(timer);
    }
    return live.subscribe(topics.split(" ") as Topic[], (events) => {
      for (const event of events) {
        const told = news.current?.(event);
        if (told) act.tell(told as never);
      }
      if (events.some((event) => event.kind === "resync")) void act.renew();
    });
  }, [topics, act]);
}
