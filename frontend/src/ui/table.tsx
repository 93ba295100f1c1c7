import type { ReactNode } from "react";
import css from "./table.module.css";

export interface Col<Row> {
  label: string;
  render(row: Row): ReactNode;
}

interface Props<Row> {
  label: string;
  cols: Col<Row>[];
  rows: Row[];
  rowKey(row: Row): string | number;
  /** True where the last column is words and not buttons. */
  plain?: boolean;
}

/** A short list. On a narrow screen each row becomes a block of named values. */
export function Table<Row>({ label, cols, rows, rowKey, plain = false }: Props<Row>) {
  return (
    <div className={css.wrap}>
      <table className={plain ? `${css.table} ${css.plain}` : css.table} aria-label={label}>
        <thead>
          <tr>
            {cols.map((col) => (
              <th key={col.label} scope="col">
                {col.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {cols.map((col) => (
                <td key={col.label} data-label={col.label}>
                  <span>{col.render(row)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
