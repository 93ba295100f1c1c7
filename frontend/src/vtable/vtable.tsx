import {
  defaultRangeExtractor,
  type Range,
  useWindowVirtualizer,
  type VirtualItem,
} from "@tanstack/react-virtual";
import { type ReactNode, type UIEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Column, cardOf, tracksOf } from "./columns";
import { Head } from "./head";
import { VRow } from "./row";
import { useNarrow, useRowHeight, useTop } from "./sizes";
import css from "./vtable.module.css";

export type { Column } from "./columns";

export interface Picking {
  has(id: number | string): boolean;
  toggle(id: number | string, range: boolean): void;
  /** True when all loaded rows are selected, null when some are. */
  all: boolean | null;
  onAll(): void;
}

export interface VTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey(row: Row): number | string;
  rowName?(row: Row): string;
  /** How many rows there are in all; null while that is not known. */
  total?: number | null;
  sort?: string | undefined;
  onSort?: ((next: string) => void) | undefined;
  /** Called when the end of what is loaded comes near and the server has more. */
  onEnd?: (() => void) | undefined;
  /** Called with the first and last row in sight. */
  onSeen?: ((first: number, last: number) => void) | undefined;
  picking?: Picking | undefined;
  isGone?(row: Row): boolean;
  foot?: ReactNode;
  /** Without a head of its own, below something that names it. */
  bare?: boolean;
}

const AHEAD = 40;

/** The rows in sight, and the one that has the focus wherever it is. */
function useVirtual(count: number, height: number, top: number, focused: number) {
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => height,
    overscan: 10,
    scrollMargin: top,
    rangeExtractor: useCallback(
      (range: Range) => {
        const seen = defaultRangeExtractor(range);
        if (focused < 0 || focused >= range.count || seen.includes(focused)) return seen;
        return [...seen, focused].sort((a, b) => a - b);
      },
      [focused],
    ),
  });
  useEffect(() => {
    if (height) virtual.measure();
  }, [virtual, height]);
  return virtual;
}

/** A list of any length as plain elements: only the rows in sight exist. The page itself scrolls. */
export function VTable<Row>(props: VTableProps<Row>) {
  const { rows, picking, onEnd, onSeen, bare } = props;
  const narrow = useNarrow();
  const columns = useMemo(() => (narrow ? cardOf(props.columns) : props.columns), [narrow, props.columns]);
  const body = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const top = useTop(body);
  const [focused, setFocused] = useState(-1);
  const height = useRowHeight(narrow);
  const virtual = useVirtual(rows.length, height, top, focused);
  const seen = virtual.getVirtualItems();
  const { startIndex: first = 0, endIndex: last = -1 } = virtual.range ?? {};
  useEffect(() => {
    if (onEnd && rows.length > 0 && last >= rows.length - AHEAD) onEnd();
    if (last >= first) onSeen?.(first, last);
  }, [onEnd, onSeen, rows.length, first, last]);
  const known = props.total ?? (onEnd ? null : rows.length);
  return (
    <div
      className={css.table}
      style={{ ...tracksOf(columns, picking !== undefined), "--height": `${height}px` } as object}
      role="table"
      aria-label={props.label}
      aria-rowcount={known === null ? -1 : known + 1}
    >
      <div ref={head} className={bare || narrow ? css.hiddenHead : css.headPlace} role="rowgroup">
        <Head
          columns={columns}
          sort={props.sort}
          onSort={props.onSort}
          all={picking?.all}
          onAll={picking?.onAll}
          hidden={bare === true || narrow}
        />
      </div>
      <div
        className={css.sideways}
        onScroll={(event: UIEvent<HTMLDivElement>) => {
          if (head.current) head.current.scrollLeft = event.currentTarget.scrollLeft;
        }}
        role="presentation"
      >
        <div
          ref={body}
          className={css.body}
          role="rowgroup"
          style={{ height: virtual.getTotalSize() }}
          onFocus={(event) => setFocused(indexOf(event.target))}
          onBlur={() => setFocused(-1)}
        >
          <Rows table={props} columns={columns} seen={seen} top={top} card={narrow} />
        </div>
      </div>
      {props.foot ? <div className={css.foot}>{props.foot}</div> : null}
    </div>
  );
}

interface RowsProps<Row> {
  table: VTableProps<Row>;
  columns: Column<Row>[];
  seen: VirtualItem[];
  top: number;
  card: boolean;
}

function Rows<Row>({ table, columns, seen, top, card }: RowsProps<Row>) {
  const { rows, rowKey, rowName, isGone, picking } = table;
  return seen.map((item) => {
    const row = rows[item.index];
    if (row === undefined) return null;
    const id = rowKey(row);
    return (
      <VRow
        key={id}
        row={row}
        id={id}
        name={rowName?.(row) ?? String(id)}
        columns={columns as Column<unknown>[]}
        index={item.index}
        start={item.start - top}
        card={card}
        gone={isGone?.(row) ?? false}
        selected={picking?.has(id)}
        onPick={picking?.toggle}
      />
    );
  });
}

function indexOf(target: EventTarget): number {
  const row = target instanceof Element ? target.closest("[role=row]") : null;
  return Number(row?.getAttribute("aria-rowindex") ?? 1) - 2;
}
