// The budgets of the dashboard with ten thousand hosts: weight, time, memory.
import { budgets, measureAll, over } from "../lib/figures.mjs";
import { seedHosts } from "../lib/seed.mjs";
import { same, test } from "../lib/tap.mjs";

const HOSTS = 10_000;

export async function figures(world) {
  const { browser, url } = world;
  const needs = ["enrolment of the second factor"];
  await test("ten thousand hosts", needs, async () => {
    const page = await browser.page({ state: world.state });
    const answer = page.waitForResponse((response) => response.url().endsWith("/auth/refresh"));
    await page.goto(`${url}/hosts`);
    const { tenant } = await (await answer).json();
    await seedHosts(world.data, tenant.tenant_id, HOSTS);
    await page.goto(`${url}/hosts?q=edge-0`);
    await page.locator("[data-row]").first().waitFor();
    world.state = await page.context().storageState();
    await page.context().close();
  });
  await test("every budget holds", ["ten thousand hosts"], async () => {
    const { found, state } = await measureAll(browser, url, { state: world.state, samples: 2, rows: 1500, turns: 8 });
    world.state = state;
    for (const [name, value] of Object.entries(found))
      console.log(`# ${name} ${value.toFixed(1)} ${budgets[name].unit}, at most ${budgets[name].ship}, goal ${budgets[name].stretch}`);
    same(over(found), [], "over budget");
  });
}
