/** Maps as people type them: one `name=value` a line. */

export function labelsText(labels: Record<string, unknown>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join("\n");
}

/** `bad` is the first line without a name or without "=". Names such as __proto__ are names like others. */
export function labelsOf(text: string): { labels: Record<string, string>; bad: string | null } {
  const pairs: [string, string][] = [];
  let bad: string | null = null;
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (!line) continue;
    const at = line.indexOf("=");
    if (at < 1) bad ??= line;
    else pairs.push([line.slice(0, at).trim(), line.slice(at + 1).trim()]);
  }
  return { labels: Object.fromEntries(pairs), bad };
}

export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
