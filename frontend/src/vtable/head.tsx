import { useState } from "react";
import { t } from "../i18n";
import { afterPaint } from "../ui/after-paint";
import type { Column } from "./columns";
import css from "./vtable.module.css";

interface HeadProps<Row> {
  columns: Column<Row>[];
  sort: string | undefined;
  onSort: ((next: string) => void) | undefined;
  /** Undefined where rows cannot be selected; null when some are. */
  all: boolean | null | undefined;
  onAll: (() => void) | undefined;
  /** Heard, not seen: only the names of the columns. */
  hidden: boolean;
}

export function Head<Row>({ columns, sort, onSort, all, onAll, hidden }: HeadProps<Row>) {
  // A press shows in the head at once; the rows follow.
  const [asked, ask] = useState({ instead: sort, sort });
  const shown = asked.instead === sort ? asked.sort : sort;
  const choose = (next: string) => {
    ask({ instead: sort, sort: next });
    afterPaint(() => onSort?.(next));
  };
  return (
    <div className={css.head} role="row" aria-rowindex={1}>
      {all === undefined ? null : hidden ? (
        <div role="columnheader">{t("table.chosen")}</div>
      ) : (
        <div className={css.pick} role="columnheader">
          <label>
            <input
              type="checkbox"
              checked={all === true}
              ref={(node) => {
                if (node) node.indeterminate = all === null;
              }}
              onChange={() => onAll?.()}
              aria-label={t("table.selectLoaded")}
            />
          </label>
        </div>
      )}
      {columns.map((column) => (
        <HeadCell
          key={column.key}
          column={column as Column<unknown>}
          sort={shown}
          onSort={hidden || !onSort ? undefined : choose}
        />
      ))}
    </div>
  );
}

interface HeadCellProps {
  column: Column<unknown>;
  sort: string | undefined;
  onSort: ((next: string) => void) | undefined;
}

function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const name = onSort ? column.sort : undefined;
  const up = name !== undefined && sort === name;
  const down = name !== undefined && sort === `-${name}`;
  return (
    <div
      className={column.right ? `${css.cell} ${css.right}` : css.cell}
      role="columnheader"
      aria-sort={name ? (up ? "ascending" : down ? "descending" : "none") : undefined}
    >
      {name ? (
        <button
          type="button"
          className={up || down ? `${css.sort} ${css.sorted}` : css.sort}
          onClick={() => onSort?.(up ? `-${name}` : name)}
          title={t("table.sortBy", { column: column.label })}
        >
          {column.label}
          {up || down ? <span aria-hidden="true">{up ? "↑" : "↓"}</span> : null}
        </button>
      ) : (
        column.label
      )}
    </div>
  );
}
