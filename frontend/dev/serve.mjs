// Serves dist as nginx does: security headers, a nonce at each answer, and the stand-in API behind it.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { handle } from "./stub.mjs";

const dist = new URL("../dist", import.meta.url).pathname;
const TYPES = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".html": "text/html; charset=utf-8",
};
const policy = (nonce) =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; manifest-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default`;

function serve(request, response) {
  const path = new URL(request.url, "http://localhost").pathname;
  if (path.startsWith("/api/")) return void handle(request, response);
  const file = join(dist, path);
  if (path !== "/" && file.startsWith(dist) && existsSync(file) && TYPES[extname(file)]) {
    response.writeHead(200, { "Content-Type": TYPES[extname(file)], "X-Content-Type-Options": "nosniff" });
    return void response.end(readFileSync(file));
  }
  const nonce = randomBytes(16).toString("hex");
  response.writeHead(200, {
    "Content-Type": TYPES[".html"],
    "Cache-Control": "no-store",
    "Content-Security-Policy": policy(nonce),
  });
  response.end(readFileSync(join(dist, "index.html"), "utf8").replaceAll("__CSP_NONCE__", nonce));
}

const port = Number(process.env.PORT ?? 18102);
createServer(serve).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}`));
