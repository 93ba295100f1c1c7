/** What an entry of the audit log says, against what the one before it said. */
export interface Line {
  kind: "same" | "added" | "removed";
  text: string;
}

export interface Change {
  name: string;
  lines: Line[];
}

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
const linesOf = (value: unknown): string[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value.map(textOf) : [textOf(value)];

function lines(after: string[], before: string[] | null): Line[] {
  if (!before) return after.map((text) => ({ kind: "same", text }));
  const gone = before.filter((text) => !after.includes(text));
  return [
    ...after.map((text): Line => ({ kind: before.includes(text) ? "same" : "added", text })),
    ...gone.map((text): Line => ({ kind: "removed", text })),
  ];
}

/** Member by member; lists line by line. */
export function compared(after: Record<string, unknown>, before: Record<string, unknown> | null): Change[] {
  return Object.entries(after).map(([name, value]) => ({
    name,
    lines: lines(linesOf(value), before ? linesOf(before[name]) : null),
  }));
}
