/** Hosts as people have them at hand: names or addresses one a line, a table with commas, a network. */

export interface Pasted {
  /** From 1, of the text. */
  line: number;
  name: string;
  address: string;
  group: string | null;
  labels: Record<string, string>;
}

export type Fault = "address" | "columns" | "network" | "twice" | "many";

export interface Paste {
  hosts: Pasted[];
  faults: { line: number; text: string; fault: Fault }[];
}

export const MOST_HOSTS = 1024;
const ADDRESS = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.|$))+$|^[0-9a-f:.]*:[0-9a-f:.]*$/i;
const NETWORK = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;
const LEAST_BITS = 22;
const HEADS = new Set(["name", "address", "group", "labels", "host", "ip"]);

/** The addresses of a network without its first and last one; null for none, or too many. */
export function addressesOf(text: string): string[] | null {
  const parts = NETWORK.exec(text)?.slice(1).map(Number);
  if (!parts) return null;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = parts;
  if (Math.max(a, b, c, d) > 255 || bits > 32 || bits < LEAST_BITS) return null;
  const size = 2 ** (32 - bits);
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const base = whole - (whole % size);
  const [skip, end] = size > 2 ? [1, size - 1] : [0, size];
  return Array.from({ length: end - skip }, (_, index) => {
    const at = base + skip + index;
    return [at / 2 ** 24, at / 2 ** 16, at / 2 ** 8, at].map((part) => Math.floor(part) % 256).join(".");
  });
}

/** Cells of a line; a cell in double quotes may hold commas. */
export function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === separator && !quoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += letter;
  }
  return [...cells, cell.trim()];
}

const separatorOf = (line: string) => ["\t", ";", ","].find((each) => line.includes(each)) ?? ",";

/** "env=prod team=web" */
function labelsIn(text: string): Record<string, string> {
  const pairs = text.split(/[\s|]+/).flatMap((part): [string, string][] => {
    const at = part.indexOf("=");
    return at > 0 ? [[part.slice(0, at), part.slice(at + 1)]] : [];
  });
  return Object.fromEntries(pairs);
}

function headOf(line: string): string[] | null {
  const cells = cellsOf(line, separatorOf(line)).map((cell) => cell.toLowerCase());
  return cells.length > 1 && cells.some((cell) => HEADS.has(cell)) ? cells : null;
}

/** The cells of a line by what they are: after a head by its words, else name, address, group, labels. */
function named(cells: string[], head: string[] | null): Record<string, string> {
  const words = head ?? (cells.length === 1 ? ["address"] : ["name", "address", "group", "labels"]);
  const found: Record<string, string> = {};
  for (const [place, cell] of cells.entries()) {
    const word = words[place];
    if (word === "host") found.name = cell;
    else if (word === "ip") found.address = cell;
    else if (word && HEADS.has(word)) found[word] = cell;
    else if (head && word && cell) found.labels = `${found.labels ?? ""} ${word}=${cell}`.trim();
  }
  return found;
}

function cellsIn(line: string): string[] {
  const separator = separatorOf(line);
  return line.includes(separator) ? cellsOf(line, separator) : line.split(/\s+/);
}

export function parsePaste(text: string): Paste {
  const made: Paste = { hosts: [], faults: [] };
  const seen = new Set<string>();
  let head: string[] | null = null;
  const add = (host: Pasted) => {
    const key = host.name.toLowerCase();
    if (seen.has(key)) return "twice" as const;
    if (made.hosts.length >= MOST_HOSTS) return "many" as const;
    seen.add(key);
    made.hosts.push(host);
    return null;
  };
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    if (made.hosts.length === 0 && head === null) {
      head = headOf(line);
      if (head) continue;
    }
    const fault = one(line, index + 1, head, add);
    if (fault) made.faults.push({ line: index + 1, text: line, fault });
  }
  return made;
}

function one(
  line: string,
  number: number,
  head: string[] | null,
  add: (host: Pasted) => Fault | null,
): Fault | null {
  if (line.includes("/") && NETWORK.test(line)) {
    const addresses = addressesOf(line);
    if (!addresses) return "network";
    for (const address of addresses) {
      const fault = add({ line: number, name: address, address, group: null, labels: {} });
      if (fault) return fault;
    }
    return null;
  }
  const { name, address, group, labels } = named(cellsIn(line), head);
  const where = address || name || "";
  if (!where) return "columns";
  if (!ADDRESS.test(where)) return "address";
  return add({
    line: number,
    name: name || where,
    address: where,
    group: group || null,
    labels: labelsIn(labels ?? ""),
  });
}
