// Tokens, tabs, and sessions that end.
import { button, fill, heading, OWNER } from "../lib/people.mjs";
import { check, same, test } from "../lib/tap.mjs";

const ENROLLED = ["enrolment of the second factor"];

export async function session(world) {
  const { browser, url } = world;
  const page = await browser.page({ state: world.state });

  await test("no token is kept where scripts of tomorrow could read it", ENROLLED, async () => {
    await page.goto(`${url}/`);
    await heading(page, "Triage").waitFor();
    const kept = await page.evaluate(() => ({
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage).filter((name) => !name.startsWith("tsr-scroll")),
      cookie: document.cookie,
    }));
    check(kept.local.every((name) => /^tocsin-(theme|rail-slim|keys-off)$/.test(name)), `local storage: ${kept.local}`);
    same(kept.session, [], "session storage");
    same(kept.cookie, "", "cookies that scripts can read");
    const cookie = (await page.context().cookies()).find((each) => each.name === "__Host-tocsin");
    check(cookie?.httpOnly && cookie.secure && cookie.sameSite === "Strict", "attributes of the refresh cookie");
  });

  await test("several tabs reload at once and all stay signed in", ENROLLED, async () => {
    const context = page.context();
    const tabs = [page, await context.newPage(), await context.newPage(), await context.newPage()];
    for (let round = 0; round < 3; round++) {
      await Promise.all(tabs.map((tab) => tab.goto(`${url}/hosts`)));
      await Promise.all(tabs.map((tab) => heading(tab, "Hosts").waitFor()));
    }
    await Promise.all(tabs.slice(1).map((tab) => tab.close()));
  });

  await test("keys: g h, j, Enter, ?, Ctrl+K", ENROLLED, async () => {
    await page.goto(`${url}/`);
    await heading(page, "Triage").waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await heading(page, "Hosts").waitFor();
    await page.locator("[data-row]").first().waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/hosts\/\d+/);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await browser.inspect(page, "keys");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder(/^A screen or a host/).fill("shop");
    await page.getByRole("option", { name: /^shop/, selected: true }).waitFor();
    await browser.inspect(page, "palette");
    await page.keyboard.press("Enter");
    await heading(page, "shop").waitFor();
  });

  await test("a session that ends asks again over the page and keeps what was typed", ENROLLED, async () => {
    await page.goto(`${url}/hosts/new`);
    await fill(page, "Name", "typed before");
    await fill(page, "Address", "127.0.0.1");
    await page.context().clearCookies();
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.route("**/api/v1/**", async (route) => {
      const headers = { ...route.request().headers() };
      if (!world.again) delete headers.authorization;
      await route.continue({ headers });
    });
    await button(page, "Add and choose a check").click();
    const dialog = page.getByRole("dialog", { name: "Your session has ended" });
    await dialog.waitFor();
    await browser.inspect(page, "session-ended");
    world.again = true;
    await dialog.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.getByLabel("Six-digit code").fill(await world.codes.next());
    await heading(page, "Add check").waitFor();
    await page.unroute("**/api/v1/**");
    await page.goto(`${url}/hosts?q=typed`);
    await page.getByRole("link", { name: "typed before" }).waitFor();
  });

  await test("a server that is away is said, not hidden", ENROLLED, async () => {
    await page.goto(`${url}/hosts`);
    await page.locator("[data-row]").first().waitFor();
    await page.route("**/api/v1/**", (route) => route.abort());
    await page.getByText("the server does not answer").waitFor({ timeout: 75_000 });
    await browser.shot(page, "stale");
    await page.unroute("**/api/v1/**");
    await page.getByRole("button", { name: "Try again" }).first().click();
    await page.getByText("the server does not answer").waitFor({ state: "hidden" });
    browser.takeComplaints();
  });

  await test("a server that hangs is said too, before and after the page is there", ENROLLED, async () => {
    await page.clock.install();
    await page.goto(`${url}/hosts`);
    await page.locator("[data-row]").first().waitFor();
    const held = [];
    await page.route("**/api/v1/**", (route) => void held.push(route));
    await page.clock.fastForward(50_000);
    await page.getByText("the server does not answer").waitFor();
    await page.goto(`${url}/hosts`);
    await page.getByText("Waiting for the server…").waitFor();
    for (const route of held) await route.abort().catch(() => {});
    await page.unroute("**/api/v1/**");
    await page.goto(`${url}/hosts`);
    await page.locator("[data-row]").first().waitFor();
    browser.takeComplaints();
  });

  world.state = await page.context().storageState();
  await test("no complaint of the browser about sessions", [], async () => {
    same(browser.takeComplaints(), [], "complaints");
  });
  await page.context().close();
}
