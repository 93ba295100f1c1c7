import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Query } from "../api/client";
import { live } from "../api/live";
import type { LiveEvent, Topic } from "../api/live-events";
import { list } from "../api/queries";
import { Keeper, NOTHING, type Pending, type Shown } from "./keeper";
import type { Pages } from "./rows";

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
  /** True where each row has an address of its own, PATH/KEY. */
  single?: boolean;
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

/** A list of the server, loaded as it is scrolled and kept fresh in place. */
export function useList<Row>(source: Source<Row>): ListState<Row> {
  const options = list<Row>(source.path, source.filter, source.counted ?? false);
  const query = useInfiniteQuery(options);
  const name = JSON.stringify(options.queryKey);
  const [state, setState] = useState<Noted>({
    name,
    pending: NOTHING,
    error: null,
  });
  const { pending, error } = state.name === name ? state : { pending: NOTHING, error: null };
  const shown = { source, name };
  const keeper = useKeeper<Row>(shown, options.queryKey, setState);
  useLive(source, keeper);
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
    reload: data ? keeper.reload : async () => void (await query.refetch()),
    renew: keeper.renew,
    onSeen: keeper.onSeen,
    isGone: (row) => pending.gone.has(source.keyOf(row)),
  };
}

interface Noted {
  name: string;
  pending: Pending;
  error: unknown;
}

/** One keeper for the life of the page's list, whatever its filters are meanwhile. */
function useKeeper<Row>(
  shown: Shown<Row>,
  queryKey: readonly unknown[],
  setState: (change: (old: Noted) => Noted) => void,
): Keeper<Row> {
  const queries = useQueryClient();
  const latest = useRef({ shown, queryKey });
  latest.current = { shown, queryKey };
  return useMemo(
    () =>
      new Keeper<Row>({
        shown: () => latest.current.shown,
        read: () => queries.getQueryData<Pages<Row>>(latest.current.queryKey),
        write: (data) => void queries.setQueryData<Pages<Row>>(latest.current.queryKey, data),
        note: (change, failure = null) => {
          const { name } = latest.current.shown;
          setState((old) => ({
            name,
            pending: change(old.name === name ? old.pending : NOTHING),
            error: failure,
          }));
        },
      }),
    [queries, setState],
  );
}

/** Told by the stream where there is one for this list; asked now and then where there is none. */
function useLive<Row>(source: Source<Row>, keeper: Keeper<Row>): void {
  const news = useRef(source.live?.news);
  news.current = source.live?.news;
  const topics = source.live?.topics.join(" ") ?? "";
  useEffect(() => {
    if (topics === "") {
      const timer = setInterval(() => {
        if (document.visibilityState === "visible") void keeper.renew();
      }, SLOW_MS);
      return () => clearInterval(timer);
    }
    return live.subscribe(topics.split(" ") as Topic[], (events) => {
      for (const event of events) {
        const told = news.current?.(event);
        if (told) keeper.tell(told);
      }
      if (events.some((event) => event.kind === "resync")) void keeper.renew();
    });
  }, [topics, keeper]);
}
