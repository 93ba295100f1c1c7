// Lists: choosing rows by keys, one change for all of them and back, columns, views, groups; pasting hosts.
import { button, heading } from "../lib/people.mjs";
import { check, same, test } from "../lib/tap.mjs";

const NAMES = ["list-a", "list-b", "list-c", "list-d"];
const toast = (page, text) => page.getByText(text, { exact: true }).waitFor();
const row = (page, name) => page.getByRole("row").filter({ hasText: name });
const states = (page) => Promise.all(NAMES.map((name) => row(page, name).getByRole("cell").nth(1).textContent()));

export async function lists(world) {
  const { browser, url } = world;
  const page = await browser.page({ state: world.state });
  const needs = ["enrolment of the second factor"];
  const ADDED = "hosts pasted, tried and added";

  await test(ADDED, needs, async () => {
    await page.goto(`${url}/hosts/new?tab=many`);
    const text = ["name,address,group,team", ...NAMES.map((name, at) => `${name},127.0.0.1,${at < 2 ? "left" : "right"},blue`)];
    await page.getByLabel("Hosts", { exact: true }).fill(`${text.join("\n")}\nno/address`);
    await page.getByText("Line 6, “no/address”:").waitFor();
    await button(page, "Test now").click();
    await row(page, "list-d").getByText("Up", { exact: true }).waitFor({ timeout: 20_000 });
    await browser.inspect(page, "host-import");
    await button(page, "Add 4 hosts").click();
    await row(page, "list-d").getByText("Added").waitFor();
    await page.getByRole("link", { name: "Show them" }).click();
    await heading(page, "Hosts").waitFor();
  });

  await test("x and Shift+x choose, all are paused at once, and it is taken back", [ADDED], async () => {
    await page.goto(`${url}/hosts?q=list-&sort=name`);
    await row(page, "list-d").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    for (const _ of NAMES.slice(1)) await page.keyboard.press("j");
    await page.keyboard.press("Shift+X");
    const bar = page.getByRole("region", { name: "Chosen rows" });
    await bar.getByText("4 hosts chosen").waitFor();
    check(/[?&]sel=\d+_\d+_\d+_\d+/.test(page.url()), `the choice is not in the address: ${page.url()}`);
    await browser.inspect(page, "hosts-chosen");
    await bar.getByRole("button", { name: "Pause" }).click();
    await toast(page, "Paused: 4 hosts.");
    same(await states(page), Array(4).fill("Paused"), "states after the pause");
    await button(page, "Undo").click();
    await page.getByText("Undone.").first().waitFor();
    await row(page, "list-a").getByText("Paused").waitFor({ state: "hidden" });
  });

  await test("a label for all that match", [ADDED], async () => {
    await page.goto(`${url}/hosts?q=list-&sort=name&sel=all&cols=status,name,label%3Atier`);
    const bar = page.getByRole("region", { name: "Chosen rows" });
    await bar.getByRole("button", { name: "Label" }).click();
    await page.getByRole("dialog").getByLabel("Label", { exact: true }).fill("tier=one");
    await button(page, "Set the label").click();
    await toast(page, "Labelled tier=one: 4 hosts.");
    await row(page, "list-c").getByText("one").waitFor();
  });

  await test("columns, order and groups stand in the address, and a view keeps them", [ADDED], async () => {
    await page.goto(`${url}/hosts?q=list-`);
    await button(page, "Display").click();
    const panel = page.getByRole("dialog", { name: "Display" });
    await panel.getByLabel("Address").uncheck();
    await panel.getByLabel("team", { exact: true }).check();
    await browser.inspect(page, "hosts-display");
    await panel.getByLabel("In groups by").selectOption("group");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^left/ }).click();
    await row(page, "list-b").getByText("blue").waitFor();
    check(/by=group/.test(page.url()) && /cols=/.test(page.url()), `not in the address: ${page.url()}`);
    await browser.inspect(page, "hosts-groups");
    await button(page, "Views").click();
    await page.getByRole("menuitem", { name: "Save as a view" }).click();
    await page.getByRole("dialog", { name: "Save as a view" }).getByLabel(/^Name/).fill("By group");
    await button(page, "Save").click();
    await button(page, "By group").waitFor();
    await page.goto(`${url}/hosts`);
    await button(page, "Views").click();
    await page.getByRole("menuitem", { name: "By group" }).click();
    await page.getByRole("button", { name: /^left/ }).waitFor();
  });

  await test("from host to host, its parts, and many deleted", [ADDED], async () => {
    await page.goto(`${url}/hosts?q=list-&sort=name`);
    await page.getByRole("link", { name: "list-b" }).click();
    await heading(page, "list-b").waitFor();
    await page.keyboard.press("]");
    await heading(page, "list-c").waitFor();
    await page.getByRole("tab", { name: "Configuration" }).click();
    await page.getByRole("region", { name: "As the API has it" }).waitFor();
    await browser.inspect(page, "host-config");
    await page.goBack();
    await page.goto(`${url}/hosts?q=list-&sort=name&sel=all`);
    const bar = page.getByRole("region", { name: "Chosen rows" });
    await bar.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByLabel("Type 4 to confirm").fill("4");
    await browser.inspect(page, "hosts-delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete 4 hosts" }).click();
    await page.getByText("No host matches").waitFor();
  });

  world.state = await page.context().storageState();
  await page.context().close();
  await test("no complaint of the browser about lists", [], async () => {
    same(browser.takeComplaints(), [], "complaints");
  });
}
