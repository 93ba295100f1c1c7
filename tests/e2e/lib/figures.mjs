// All figures of the dashboard against its budgets (budgets.json): the ship column must hold, stretch is the goal.
import { readFileSync } from "node:fs";
import { Meter, typical, weights } from "./measure.mjs";
import { eventToPixel } from "./pixels.mjs";

export const budgets = JSON.parse(readFileSync(new URL("../budgets.json", import.meta.url), "utf8"));
const LOGIN_FIELD = "input[type=password]";

const TRIES = 2;

/** What is over its budget is tried again: other work on the machine only ever adds. */
async function tried(count, most, measure) {
  const found = [];
  for (let turn = 0; turn < count * TRIES; turn++) {
    if (turn >= count && typical(found) <= most) break;
    found.push(await measure());
  }
  return typical(found);
}

/** `samples` of everything that varies; `rows` to scroll through; `turns` of a host to be followed on the screen. */
export async function measureAll(browser, url, { state, samples, rows, turns }) {
  const page = await browser.page({ state });
  const meter = await Meter.on(page, url);
  const found = { ...weights() };
  const again = async (name, count, measure) => {
    found[name] = await tried(count, budgets[name].ship, measure);
  };
  await again("hosts-ready-slow", samples, () => meter.ready("/hosts", Meter.row, { slow: true, cold: true }));
  await again("hosts-ready", samples, () => meter.ready("/hosts", Meter.row));
  await again("hosts-answer-to-row", samples, async () => {
    await meter.ready("/hosts", Meter.row);
    return meter.answerToRow();
  });
  await again("hosts-input", Math.ceil(samples / 2), () => meter.input());
  await again("hosts-input-slow", Math.ceil(samples / 2), () => meter.input({ slow: true }));
  found["hosts-heap"] = await meter.heap(rows);
  const host = await hostOf(page, url);
  const pixels = await eventToPixel(page.context(), url, host, turns);
  found["event-to-pixel-p95"] = pixels[Math.floor((pixels.length - 1) * 0.95)];
  const after = await page.context().storageState();
  await page.context().close();
  const out = await browser.page();
  const login = await Meter.on(out, url);
  await again("login-ready-slow", samples, () => login.ready("/login", LOGIN_FIELD, { slow: true, cold: true }));
  await out.context().close();
  return { found, state: after };
}

async function hostOf(page, url) {
  await page.goto(`${url}/hosts?sort=name&status=up`);
  const link = page.locator("[role=row] [data-row]").nth(3);
  await link.waitFor();
  return { name: await link.textContent(), path: await link.getAttribute("href") };
}

/** What is over its ship column by more than the leeway, as lines; of the units that are asked for. */
export function over(found, wanted, leeway = 1) {
  return Object.entries(found)
    .filter(([name, value]) => wanted(budgets[name].unit) && value > budgets[name].ship * leeway)
    .map(([name, value]) => `${name} ${value.toFixed(1)} of ${budgets[name].ship} ${budgets[name].unit}`);
}
