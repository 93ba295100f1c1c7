// Pictures of the first minute, one each second, for the documentation: a fresh stack, its set-up link, the
// first administrator, and what the dashboard then shows by itself. Says when what was seen; the minute begins
// with the link, so that the time a machine needs to make a database does not count twice.
//   node first-minute.mjs [BUILD] [FOLDER]
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Browser } from "./lib/browser.mjs";
import { button, fill, heading, OWNER } from "./lib/people.mjs";
import { startStack } from "./lib/stack.mjs";

const build = resolve(process.argv[2] ?? new URL("../../build", import.meta.url).pathname);
const folder = resolve(process.argv[3] ?? `${build}/first-minute`);
const SECONDS = 60;
const GOAL = { charts: 8, green: 4 };

const began = Date.now();
const seconds = () => (Date.now() - began) / 1000;
const log = [];
const note = (what) => {
  const line = `${seconds().toFixed(1).padStart(5)} s  ${what}`;
  log.push(line);
  console.log(line);
};

/** Charts with at least two points, and checks that are up, as the page shows them. */
const seen = (page) =>
  page.evaluate(() => {
    const charts = [...document.querySelectorAll("a svg[role=img]")];
    const green = charts.filter((chart) => chart.closest("a").textContent.startsWith("Up"));
    return { charts: charts.filter((chart) => chart.querySelector("path")).length, green: green.length };
  });

mkdirSync(folder, { recursive: true });
const stack = await startStack(build, `${build}/first-minute-stack`);
note("the stack is up and has printed its link");
const linked = seconds();
const browser = await Browser.open(folder);
const page = await browser.page();
let frames = 0;
const frame = async () => {
  await page.screenshot({ path: join(folder, `frame-${String(++frames).padStart(3, "0")}.png`) }).catch(() => {});
};
const camera = setInterval(() => void frame(), 1000);
let good = false;
try {
  await page.goto(stack.link);
  for (const [label, value] of [
    ["Name of your organisation", "Example Works"],
    ["Your name", OWNER.name],
    ["E-mail address", OWNER.email],
    ["Password", OWNER.password],
    ["Password again", OWNER.password],
  ])
    await fill(page, label, value);
  await button(page, "Create and sign in").click();
  await heading(page, "Second factor").waitFor();
  note("the first administrator is signed in");
  await button(page, "Later").click();
  await heading(page, "Triage").waitFor();
  note("triage is shown");
  let best = { charts: 0, green: 0 };
  while (seconds() - linked < SECONDS) {
    const now = await seen(page);
    if (now.charts > best.charts || now.green > best.green) note(`${now.charts} charts, ${now.green} checks up`);
    best = { charts: Math.max(best.charts, now.charts), green: Math.max(best.green, now.green) };
    await page.waitForTimeout(500);
  }
  good = best.charts >= GOAL.charts && best.green >= GOAL.green;
  note(good ? "the first minute holds what it should" : `too little: ${JSON.stringify(best)}`);
} finally {
  clearInterval(camera);
  writeFileSync(join(folder, "times.txt"), `${log.join("\n")}\n`);
  await browser.close();
  await stack.stop();
}
process.exitCode = good ? 0 : 1;
