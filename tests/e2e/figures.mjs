// The figures of the dashboard on a stack of its own with ten thousand hosts, one line each; nothing else.
//   node figures.mjs BUILD FILE      FILE gets them as JSON
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Browser } from "./lib/browser.mjs";
import { contention } from "./lib/calm.mjs";
import { budgets, measureAll } from "./lib/figures.mjs";
import { OWNER, signIn } from "./lib/people.mjs";
import { seedHosts } from "./lib/seed.mjs";
import { startStack } from "./lib/stack.mjs";

const [build, file] = process.argv.slice(2).map((each) => resolve(each));
const place = `${build}/e2e-figures`;
const HOSTS = Number(process.env.HOSTS ?? 10_000);

mkdirSync(place, { recursive: true });
const secret = join(place, "password");
writeFileSync(secret, OWNER.password, { mode: 0o600 });
const stack = await startStack(build, place, ["--admin-email", OWNER.email, "--admin-password-file", secret]);
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => void stack.stop().finally(() => process.exit(1)));
const browser = await Browser.open(`${place}/shots`);
try {
  await seedHosts(join(place, "var"), "main", HOSTS);
  const page = await browser.page();
  await signIn(page, stack.url, OWNER);
  const state = await page.context().storageState();
  await page.context().close();
  const busy = await contention();
  const { found } = await measureAll(browser, stack.url, { state, samples: 5, rows: 5000, turns: 20 });
  for (const [name, value] of Object.entries(found)) {
    const { unit, ship } = budgets[name];
    console.log(`figure ui-${name} ${value.toPrecision(4)} ${unit} ref=${ship} ratio=${(ship / value).toFixed(3)}`);
  }
  console.log(`other work made this run ${busy.toFixed(2)} times slower at its start; times are worth reading near 1`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ at: new Date().toISOString(), hosts: HOSTS, busy, budgets, found }, null, 1));
} finally {
  await browser.close();
  await stack.stop();
}
