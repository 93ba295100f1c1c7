// Writes a .gz beside each text file of dist, for nginx' gzip_static. Not for index.html, into which
// nginx writes a nonce at each answer.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gzipSync } from "node:zlib";

const dist = new URL("../dist", import.meta.url).pathname;
const TEXT = /\.(js|css|svg|json|txt|webmanifest)$/;

for (const name of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
  const path = join(dist, name);
  if (!statSync(path).isFile() || !TEXT.test(name) || name.startsWith(".")) continue;
  const text = readFileSync(path);
  const packed = gzipSync(text, { level: constants.Z_BEST_COMPRESSION });
  if (packed.length < text.length) writeFileSync(`${path}.gz`, packed);
  else rmSync(`${path}.gz`, { force: true });
}
