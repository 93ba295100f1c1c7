// The dashboard in a real browser against the real stack. Writes TAP; pictures go to BUILD/e2e/shots.
//   node run.mjs [BUILD]
import { resolve } from "node:path";
import { Browser } from "./lib/browser.mjs";
import { startStack } from "./lib/stack.mjs";
import { finish, onFailure } from "./lib/tap.mjs";
import { Target } from "./lib/target.mjs";
import { administration } from "./tests/administration.mjs";
import { figures } from "./tests/figures.mjs";
import { hostile } from "./tests/hostile.mjs";
import { journey } from "./tests/journey.mjs";
import { languages } from "./tests/languages.mjs";
import { profile } from "./tests/profile.mjs";
import { lists } from "./tests/lists.mjs";
import { screens } from "./tests/screens.mjs";
import { session } from "./tests/session.mjs";

const build = resolve(process.argv[2] ?? new URL("../../build", import.meta.url).pathname);
const place = `${build}/e2e`;

const stack = await startStack(build, place);
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => void stack.stop().finally(() => process.exit(1)));
const browser = await Browser.open(`${place}/shots`);
const target = new Target();
onFailure((number) => browser.shotAll(`failed-${number}`));
let failed = 1;
try {
  await target.start();
  const world = { url: stack.url, link: stack.link, data: stack.data, browser, target };
  await journey(world);
  await lists(world);
  await administration(world);
  await hostile(world);
  await session(world);
  await profile(world);
  await languages(world);
  await screens(world);
  await figures(world);
  failed = finish();
} finally {
  await target.stop();
  await browser.close();
  await stack.stop();
}
process.exitCode = failed === 0 ? 0 : 1;
