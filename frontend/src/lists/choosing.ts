import { useCallback, useRef, useState } from "react";
import { useShortcut } from "../app/keys";
import { type Selection, useSelection } from "./selection";

interface Choosing {
  selection: Selection;
  /** True once rows have been chosen: what works on them is needed only then. */
  used: boolean;
}

/** The row that has the focus. */
function focusedRow(): string | null {
  return document.activeElement?.closest<HTMLElement>("[role=row]")?.dataset.id ?? null;
}

/** Choosing rows of a list by mouse and by keys: x for one, Shift+x up to the one chosen last. */
export function useChoosing(
  rows: { id: number }[],
  sel: string | undefined,
  onSel: (sel: string | undefined) => void,
): Choosing {
  const latest = useRef(rows);
  latest.current = rows;
  const order = useCallback(() => latest.current.map((row) => row.id), []);
  const selection = useSelection(sel, onSel, order);
  const [used, setUsed] = useState(false);
  if (!used && (selection.all || selection.ids.size > 0)) setUsed(true);
  const press = (range: boolean) => {
    const id = focusedRow();
    if (id !== null) selection.toggle(id, range);
  };
  useShortcut("select", () => press(false));
  useShortcut("range", () => press(true));
  return { selection, used };
}
