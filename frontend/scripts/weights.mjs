// What the pages of a build weigh: gzip kB (1000 bytes) of the JavaScript and CSS that a browser fetches for
// each, read from the build's own manifest.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const ENTRY = "index.html";
const APP = [ENTRY, "src/app/main.tsx"];
const HOME = [...APP, "src/pages/triage.tsx"];

/** Rows of [name, kB, most kB]. */
export function weightsOf(dist) {
  const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
  const weights = new Map();
  const weigh = (file) => {
    if (!weights.has(file))
      weights.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length);
    return weights.get(file);
  };
  /** The files of a chunk and of all it imports at once. */
  const filesOf = (key, found = new Set()) => {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`the manifest has no ${key}`);
    if (found.has(chunk.file)) return found;
    found.add(chunk.file);
    for (const style of chunk.css ?? []) found.add(style);
    for (const next of chunk.imports ?? []) filesOf(next, found);
    return found;
  };
  const union = (...keys) => new Set(keys.flatMap((key) => [...filesOf(key)]));
  const total = (files) => [...files].reduce((sum, file) => sum + weigh(file), 0) / 1000;

  const first = union(...HOME);
  const rows = ["login", "setup", "invite"].map((name) => [
    `${name} page`,
    total(union(ENTRY, `src/light/${name}-page.ts`)),
    75,
  ]);
  rows.push(["first page after sign-in", total(first), 230]);
  const later = Object.keys(manifest).filter(
    (key) => /^src\/(pages|charts|lists|app\/palette)/.test(key) && !HOME.includes(key),
  );
  for (const key of later) {
    const extra = [...union(...APP, key)].filter((file) => !first.has(file));
    rows.push([`more for ${key.replace(/^src\/|\.tsx$/g, "")}`, total(extra), 45]);
  }
  return rows;
}
