// Every screen in both themes and on a narrow screen: accessibility, width, pictures.
import { NARROW, WIDE } from "../lib/browser.mjs";
import { button, heading } from "../lib/people.mjs";
import { same, test } from "../lib/tap.mjs";

const LOOKS = [
  { name: "light", theme: "light", viewport: WIDE },
  { name: "dark", theme: "dark", viewport: WIDE },
  { name: "narrow", theme: "light", viewport: NARROW },
  { name: "narrow-dark", theme: "dark", viewport: NARROW },
];

/** Everything that was asked for is there; the stream of live updates never ends. */
async function settled(page) {
  await page.waitForFunction(() => !document.querySelector("main [aria-busy=true]"), null, { timeout: 5_000 });
  await page.waitForTimeout(300);
}

export async function pathsOf(page, url) {
  await page.goto(`${url}/hosts?q=shop`);
  const host = await page.getByRole("link", { name: "shop", exact: true }).first().getAttribute("href");
  await page.goto(url + host);
  const check = await page.getByRole("link", { name: "Front page", exact: true }).first().getAttribute("href");
  return [
    ["triage", "/"],
    ["hosts", "/hosts"],
    ["hosts-empty", "/hosts?q=there-is-none"],
    ["hosts-grouped", "/hosts?by=group&open=web"],
    ["hosts-columns", "/hosts?cols=status,name,label%3Aenv,criticality,sla,cost,created,updated,id,address,group&sel=all"],
    ["host", `${host}?range=1h`],
    ["host-checks", `${host}?tab=checks`],
    ["host-timeline", `${host}?tab=timeline`],
    ["host-new", "/hosts/new"],
    ["host-many", "/hosts/new?tab=many"],
    ["host-edit", `${host}/edit`],
    ["check-types", `${host}/checks/new`],
    ["check-new", `${host}/checks/new?type=http`],
    ["check-heartbeat", `${host}/checks/new?type=heartbeat`],
    ["checks", "/checks"],
    ["check", check],
    ["check-edit", `${check}/edit`],
    ["users", "/users"],
    ["api-keys", "/api-keys"],
    ["tenants", "/tenants"],
    ["tenant-new", "/tenants/new"],
    ["tenant", "/tenants/other_works"],
    ["audit", "/audit"],
    ["system", "/system"],
    ["settings", "/settings"],
    ["enroll", "/enroll"],
    ["not-found", "/hosts/999999999"],
  ];
}

export async function screens(world) {
  const { browser, url } = world;
  const needs = ["try a check, then save it", "create a tenant with its first owner"];
  for (const look of LOOKS) {
    const page = await browser.page({ ...look, state: world.state });
    const failures = [];
    await test(`all screens, ${look.name}`, needs, async () => {
      for (const [name, path] of await pathsOf(page, url)) {
        await page.goto(url + path);
        await page.locator("main h1, main h2").first().waitFor();
        await settled(page);
        await browser.inspect(page, `${name}-${look.name}`).catch((error) => failures.push(error.message));
      }
      same(failures, [], "screens");
    });
    await test(`confirmation and menus, ${look.name}`, needs, async () => {
      await page.goto(`${url}/hosts?q=shop`);
      await page.getByRole("link", { name: "shop", exact: true }).first().click();
      await button(page, "Delete").click();
      await page.getByRole("dialog").waitFor();
      await browser.inspect(page, `confirm-${look.name}`);
      await page.keyboard.press("Escape");
      await button(page, "Account").click();
      await page.getByRole("menu").waitFor();
      await browser.inspect(page, `menu-${look.name}`);
      await page.keyboard.press("Escape");
    });
    world.state = await page.context().storageState();
    await page.context().close();
  }

  await test("pages before sign-in", [], async () => {
    for (const look of LOOKS) {
      const page = await browser.page(look);
      for (const [name, path, title] of [
        ["login", "/login", "Sign in"],
        ["setup-done", "/setup", "Set up Tocsin"],
        ["invite-bad", "/invite", "Welcome to Tocsin"],
      ]) {
        await page.goto(url + path);
        await heading(page, title).waitFor();
        await browser.inspect(page, `${name}-${look.name}`);
      }
      await page.context().close();
    }
  });

  await test("no complaint of the browser on any screen", [], async () => {
    same(browser.takeComplaints(), [], "complaints");
  });
}
