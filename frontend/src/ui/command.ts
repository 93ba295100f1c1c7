/** What a form is about to do, as others would do it: one call of the API, one command. */
export interface Deed {
  method: "POST" | "PATCH" | "PUT";
  /** Below /api/v1, such as /hosts or /hosts/7. */
  path: string;
  body: Record<string, unknown>;
  /** As it was before, so that only what differs is said. */
  before?: Record<string, unknown> | undefined;
  /** What the command line calls differently: `{host_id: ["host", "web-1"]}`. */
  words?: Record<string, [string, string]>;
}

/** For a POSIX shell: plain where nothing in it means something there. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function told({ body, before }: Deed): Record<string, unknown> {
  const differs = Object.entries(body).filter(
    ([name, value]) => before === undefined || JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return differs.length > 0 ? Object.fromEntries(differs) : body;
}

export function curlOf(deed: Deed, origin: string): string {
  const lines = [
    `curl -fsS${deed.method === "POST" ? "" : ` -X ${deed.method}`}`,
    `-H "X-API-Key: $TOCSIN_API_KEY"`,
    `--json ${quoted(JSON.stringify(told(deed)))}`,
    quoted(`${origin}/api/v1${deed.path}`),
  ];
  return lines.join(" \\\n  ");
}

function wordsOf(name: string, value: unknown, editing: boolean): string[] {
  if (value === null) return editing ? [`${name}:=null`] : [];
  if (Array.isArray(value)) {
    const plain = value.every((each) => typeof each === "string" && each !== "" && !each.includes(","));
    return [plain && value.length > 0 ? `${name}=${value.join(",")}` : `${name}:=${JSON.stringify(value)}`];
  }
  if (typeof value === "object") {
    const members = Object.entries(value);
    if (members.some(([member]) => /[.=:]/.test(member))) return [`${name}:=${JSON.stringify(value)}`];
    if (members.length === 0) return editing ? [`${name}:={}`] : [];
    return members.flatMap(([member, each]) => wordsOf(`${name}.${member}`, each, editing));
  }
  return [`${name}=${String(value)}`];
}

/** `tocsin create hosts name=web-1 ...`; null for what the command line has no words for. */
export function commandOf(deed: Deed): string | null {
  const [, resource, id, ...more] = deed.path.split("/");
  if (!resource || more.length > 0 || deed.method === "PUT") return null;
  const editing = id !== undefined;
  const words = Object.entries(told(deed)).flatMap(([name, value]) => {
    const other = deed.words?.[name];
    return other ? [`${other[0]}=${other[1]}`] : wordsOf(name, value, editing);
  });
  const head = editing ? ["tocsin", "edit", resource, id] : ["tocsin", "create", resource];
  return [...head, ...words.map(quoted)].join(" ");
}
