// The real stack: `tocsin up` in a folder of its own, on a port of its own. E2E_URL and E2E_SETUP_LINK
// name one that runs already; it is then left as it is.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const root = new URL("../../..", import.meta.url).pathname;
const LINK = /https?:\/\/\S+\/setup#\S+/;

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function run(command, args, seconds) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    const timer = setTimeout(() => child.kill("SIGTERM"), seconds * 1000);
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += part));
    child.on("error", reject);
    child.on("close", (status) => {
      clearTimeout(timer);
      if (status === 0) resolve(text);
      else reject(new Error(`${command} ${args.join(" ")} ended with ${status}:\n${text.slice(-2000)}`));
    });
  });
}

/** `more` are further words for scripts/up; with an administrator among them there is no set-up link. */
export async function startStack(build, place, more = []) {
  if (process.env.E2E_URL)
    return {
      url: process.env.E2E_URL,
      link: process.env.E2E_SETUP_LINK,
      data: process.env.E2E_VAR ?? join(root, "var"),
      stop: async () => {},
    };
  const port = Number(process.env.E2E_PORT ?? (await freePort()));
  const data = join(place, "var");
  mkdirSync(place, { recursive: true });
  const said = await run("scripts/up", ["--fresh", "--build", build, "--var", data, "--port", String(port), ...more], 240);
  const link = LINK.exec(said)?.[0];
  if (!link && more.length === 0) throw new Error(`scripts/up printed no set-up link:\n${said.slice(-2000)}`);
  return {
    url: `http://127.0.0.1:${port}`,
    link,
    data,
    stop: () => run("scripts/down", ["--var", data], 60),
  };
}
