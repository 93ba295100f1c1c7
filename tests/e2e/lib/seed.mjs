// Thousands of hosts in one tenant of a running stack, by the seed that all tests share.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const root = new URL("../../..", import.meta.url).pathname;

export async function seedHosts(data, tenant, hosts) {
  const args = ["-B", "tests/harness/seed.py", "--var", data, "--tenant", tenant, "--hosts", String(hosts)];
  await promisify(execFile)("/usr/bin/python3", args, { cwd: root, timeout: 180_000 });
}
