import type { CSSProperties, ReactNode } from "react";

/** One column of a list: where it stands, what a cell shows, and what counts as a change of it. */
export interface Column<Row> {
  key: string;
  label: string;
  /** Its least width in pixels. */
  min: number;
  /** Its part of the width that is left over; without one it stays at its least. */
  grow?: number;
  render(row: Row): ReactNode;
  /** When this value changes while the row is seen, the cell is marked for a second. */
  value?(row: Row): string | number | null;
  /** The name the server sorts by; "-name" turns it round. */
  sort?: string;
  right?: boolean;
  /** The first line of the card that a row becomes on a narrow screen. */
  title?: boolean;
}

const GAP = 16;
const SIDES = 32;
const CARD_CELLS = 3;

/** What grid needs to know of the columns. */
export function tracksOf<Row>(columns: Column<Row>[], pick: boolean): CSSProperties {
  const first = pick ? ["24px"] : [];
  const tracks = columns.map(({ min, grow }) => (grow ? `minmax(${min}px, ${grow}fr)` : `${min}px`));
  const least = columns.reduce((sum, column) => sum + column.min + GAP, SIDES - GAP) + (pick ? 24 + GAP : 0);
  return { "--cols": [...first, ...tracks].join(" "), "--least": `${least}px` } as CSSProperties;
}

/** A card has three of the columns: its title, and the first two others. */
export function cardOf<Row>(columns: Column<Row>[]): Column<Row>[] {
  const title = columns.find((column) => column.title) ?? columns[0];
  if (!title) return [];
  return [title, ...columns.filter((column) => column !== title).slice(0, CARD_CELLS - 1)];
}
