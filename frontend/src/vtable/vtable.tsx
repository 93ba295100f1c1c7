import { useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  memo,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { t } from "../i18n";
import css from "./vtable.module.css";

export interface Column<Row> {
  key: string;
  label: string;
  /** A track of CSS grid, such as "1fr" or "120px". */
  width: string;
  render(row: Row): ReactNode;
  /** The name the server sorts by; "-name" turns it round. */
  sort?: string;
  /** Shown on a narrow screen too, with this track. */
  narrow?: string;
  right?: boolean;
}

export interface VTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey(row: Row): number | string;
  sort?: string | undefined;
  onSort?(next: string): void;
  /** Called when the last loaded row comes into sight and the server has more. */
  onEnd?: (() => void) | undefined;
  foot?: ReactNode;
}

const NARROW = "(max-width: 720px)";

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const listen = () => setNarrow(media.matches);
    media.addEventListener("change", listen);
    return () => media.removeEventListener("change", listen);
  }, []);
  return narrow;
}

/** A list of any length as plain elements: only the rows in sight exist. The page itself scrolls. */
export function VTable<Row>(props: VTableProps<Row>) {
  const { columns, rows, rowKey, onEnd } = props;
  const narrow = useNarrow();
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => setMargin(body.current?.offsetTop ?? 0), []);
  const height = narrow ? 56 : 46;
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: 12,
    scrollMargin: margin,
  });
  useEffect(() => {
    if (height) virtual.measure();
  }, [virtual, height]);
  const seen = virtual.getVirtualItems();
  const last = seen.at(-1)?.index ?? -1;
  useEffect(() => {
    if (onEnd && rows.length > 0 && last >= rows.length - 1) onEnd();
  }, [onEnd, rows.length, last]);

  const tracks = {
    "--cols": columns.map((column) => column.width).join(" "),
    "--cols-narrow": columns.flatMap((column) => column.narrow ?? []).join(" "),
  } as CSSProperties;
  return (
    <div
      className={css.table}
      style={tracks}
      role="table"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
    >
      <Head {...props} />
      <div ref={body} className={css.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {seen.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <VRow
              key={rowKey(row)}
              row={row}
              columns={columns as Column<unknown>[]}
              index={item.index}
              start={item.start - margin}
            />
          );
        })}
      </div>
      {props.foot ? <div className={css.foot}>{props.foot}</div> : null}
    </div>
  );
}

function cellClass(column: { narrow?: string | undefined; right?: boolean | undefined }): string {
  return [css.cell, column.narrow ? "" : css.wide, column.right ? css.right : ""].filter(Boolean).join(" ");
}

function Head<Row>({ columns, sort, onSort }: VTableProps<Row>) {
  return (
    <div role="rowgroup">
      <div className={css.head} role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <HeadCell key={column.key} column={column as Column<unknown>} sort={sort} onSort={onSort} />
        ))}
      </div>
    </div>
  );
}

interface HeadCellProps {
  column: Column<unknown>;
  sort: string | undefined;
  onSort: ((next: string) => void) | undefined;
}

function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const name = column.sort;
  const up = name !== undefined && sort === name;
  const down = name !== undefined && sort === `-${name}`;
  return (
    <div
      className={cellClass(column)}
      role="columnheader"
      aria-sort={name ? (up ? "ascending" : down ? "descending" : "none") : undefined}
    >
      {name && onSort ? (
        <button
          type="button"
          className={up || down ? `${css.sort} ${css.sorted}` : css.sort}
          onClick={() => onSort(up ? `-${name}` : name)}
          title={t("table.sortBy", { column: column.label })}
        >
          {column.label}
          <span aria-hidden="true">{up ? "↑" : down ? "↓" : ""}</span>
        </button>
      ) : (
        column.label
      )}
    </div>
  );
}

interface VRowProps {
  row: unknown;
  columns: Column<unknown>[];
  index: number;
  start: number;
}

const VRow = memo(function VRow({ row, columns, index, start }: VRowProps) {
  return (
    <div
      className={css.row}
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${start}px)` }}
    >
      {columns.map((column) => (
        <div key={column.key} className={cellClass(column)} role="cell">
          {column.render(row)}
        </div>
      ))}
    </div>
  );
});
