// What belongs to a person follows the account; forms that two people have open; a form as a command.
import { button, labelled } from "../lib/people.mjs";
import { check, same, test } from "../lib/tap.mjs";

const NEEDS = ["try a check, then save it"];

/** Chooses on the page of settings, and waits until the account has it. */
async function choose(page, name, value) {
  const saved = page.waitForResponse((answer) => answer.request().method() === "PATCH" && answer.ok());
  await page.locator(`select[name=${name}]`).selectOption(value);
  await saved;
}

export async function profile(world) {
  const { browser, url } = world;
  const page = await browser.page({ state: world.state });

  await test("looks follow the account and are there at the first paint", NEEDS, async () => {
    await page.goto(`${url}/settings`);
    await choose(page, "theme", "dark");
    await choose(page, "density", "compact");
    await choose(page, "time_zone", "Asia/Tokyo");
    await page.evaluate(() => localStorage.removeItem("tocsin-preferences"));
    await page.reload();
    await page.locator('html[data-density=compact][data-mantine-color-scheme="dark"]').waitFor();
    await page.route("**/api/v1/**", () => {});
    await page.reload({ waitUntil: "commit" });
    await page.locator("body").waitFor();
    same(await page.evaluate(() => document.documentElement.dataset.density), "compact", "density before any answer");
    await page.unroute("**/api/v1/**");
    await page.goto(`${url}/settings`);
    for (const [name, value] of [["theme", "auto"], ["density", "comfortable"], ["time_zone", ""]])
      await choose(page, name, value);
  });

  await test("a key that is taken is refused, a free one works and goes back", NEEDS, async () => {
    await page.goto(`${url}/settings`);
    await page.locator("summary", { hasText: "All keys" }).click();
    await button(page, "Edit: Go to Hosts").click();
    await page.keyboard.press("k");
    await page.getByText("That key already means: Previous row.").waitFor();
    await page.keyboard.press("h");
    await page.getByText("1 of your own").waitFor();
    await page.locator("h1").click();
    await page.keyboard.press("h");
    await page.waitForURL(/\/hosts/);
    await page.goto(`${url}/settings`);
    const saved = page.waitForResponse((answer) => answer.request().method() === "PATCH" && answer.ok());
    await button(page, "All keys as usual").click();
    await saved;
  });

  await test("who saves second sees both versions first", NEEDS, async () => {
    await page.goto(`${url}/hosts?q=shop`);
    const path = await page.getByRole("link", { name: "shop", exact: true }).first().getAttribute("href");
    await page.goto(`${url}${path}/edit`);
    await labelled(page, "Service level").fill("gold");
    const other = await page.context().newPage();
    await other.goto(`${url}${path}/edit`);
    await labelled(other, "Service level").fill("silver");
    await button(other, "Save").click();
    await other.waitForURL((address) => address.pathname === path);
    await other.close();
    await button(page, "Save").click();
    await page.getByText("Somebody else has changed this meanwhile").waitFor();
    await page.getByRole("cell", { name: "silver" }).waitFor();
    await browser.inspect(page, "conflict");
    await page.getByText("Copy as command or API call").click();
    const said = await page.locator("figure pre").allTextContents();
    check(said[0]?.includes("sla_tier=gold"), `the command lacks the change: ${said[0]}`);
    check(said[1]?.includes("$TOCSIN_API_KEY"), "the call names no key");
    await button(page, "Save mine").click();
    await page.waitForURL((address) => address.pathname === path);
  });

  world.state = await page.context().storageState();
  await page.context().close();
  await test("no complaint of the browser about profiles", [], async () => {
    same(browser.takeComplaints(), [], "complaints");
  });
}
