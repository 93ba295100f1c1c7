// Writes src/api/schema.d.ts from the description of the API, or with --check says whether it is current.
//   node generate.mjs [--check] [OPENAPI.json]   (else from standard input)
import { readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import openapiTS, { astToString } from "openapi-typescript";

const target = new URL("../../src/api/schema.d.ts", import.meta.url);
const [source] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const description = JSON.parse(source ? readFileSync(source, "utf8") : await text(process.stdin));
const made = `// Made from the API's own description by tools/api-gen; do not edit.\n\n${astToString(await openapiTS(description))}`;

if (!process.argv.includes("--check")) writeFileSync(target, made);
else if (readFileSync(target, "utf8") !== made) {
  console.error(
    "src/api/schema.d.ts is not what the API describes; tools/api-gen/generate.mjs writes it anew",
  );
  process.exitCode = 1;
}
