import { type CSSProperties, type MouseEvent, memo, useRef } from "react";
import { t } from "../i18n";
import type { Column } from "./columns";
import css from "./vtable.module.css";

export interface VRowProps {
  row: unknown;
  id: number | string;
  name: string;
  columns: Column<unknown>[];
  index: number;
  start: number;
  card: boolean;
  gone: boolean;
  /** Undefined where rows cannot be selected. */
  selected: boolean | undefined;
  onPick: ((id: number | string, range: boolean) => void) | undefined;
}

const CARD_PLACES = [css.first, css.second, css.third];

/** How often each cell has changed since the row came into sight. */
function useMarks(row: unknown, columns: Column<unknown>[]): ReadonlyMap<string, number> {
  const before = useRef<{ row: unknown; columns: Column<unknown>[] }>({ row, columns });
  const marks = useRef(new Map<string, number>());
  const old = before.current;
  if (old.row !== row) {
    if (old.columns === columns)
      for (const { key, value } of columns)
        if (value && value(old.row) !== value(row)) marks.current.set(key, (marks.current.get(key) ?? 0) + 1);
    before.current = { row, columns };
  } else if (old.columns !== columns) before.current = { row, columns };
  return marks.current;
}

/** Two animations that look alike, so that the next change starts anew. */
function markClass(times: number | undefined): string | undefined {
  return times === undefined ? undefined : times % 2 === 0 ? css.changedAgain : css.changed;
}

export const VRow = memo(function VRow(props: VRowProps) {
  const { row, id, columns, card, selected } = props;
  const marks = useMarks(row, columns);
  const classes = [
    css.row,
    card ? css.card : undefined,
    selected === undefined ? undefined : css.pickable,
    selected ? css.selected : undefined,
    props.gone ? css.gone : undefined,
  ];
  return (
    <div
      className={classes.filter(Boolean).join(" ")}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={selected}
      data-id={id}
      style={{ transform: `translateY(${props.start}px)` } as CSSProperties}
    >
      {selected === undefined ? null : <Pick {...props} />}
      {columns.map((column, place) => (
        <div
          key={column.key}
          className={[css.cell, column.right ? css.right : "", card ? CARD_PLACES[place] : ""]
            .filter(Boolean)
            .join(" ")}
          role="cell"
        >
          <span className={markClass(marks.get(column.key))}>{column.render(row)}</span>
        </div>
      ))}
    </div>
  );
});

function Pick({ id, name, selected, onPick }: VRowProps) {
  const click = (event: MouseEvent<HTMLInputElement>) => onPick?.(id, event.shiftKey);
  return (
    <div className={css.pick} role="cell">
      <label>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={selected === true}
          onChange={() => {}}
          onClick={click}
          aria-label={t("table.select", { name })}
        />
      </label>
    </div>
  );
}
