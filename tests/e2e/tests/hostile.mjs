// Text from outside is text: markup in names, addresses that are scripts, names of built-in properties.
import { button, fill, heading } from "../lib/people.mjs";
import { check, same, test } from "../lib/tap.mjs";

const ENROLLED = ["enrolment of the second factor"];
const PAYLOADS = [
  '<script>window.pwned=1</script>',
  '<img src=x onerror="window.pwned=1">',
  '<svg onload="window.pwned=1">',
  "javascript:window.pwned=1",
  '"><b>bold</b>',
];

export async function hostile(world) {
  const { browser, url } = world;
  const page = await browser.page({ state: world.state });
  const made = [];

  const add = async (name, labels) => {
    await page.goto(`${url}/hosts/new`);
    await fill(page, "Name", name);
    await fill(page, "Address", "127.0.0.1");
    await fill(page, "Group", name);
    await fill(page, "Labels", labels);
    await button(page, "Add and choose a check").click();
    await heading(page, "Add check").waitFor();
    made.push(/\/hosts\/(\d+)\//.exec(page.url())[1]);
  };

  await test("markup in names is shown as it is (IN-08)", ENROLLED, async () => {
    for (const payload of PAYLOADS) await add(payload, `tag=${payload}`);
    for (const path of ["/", "/hosts", ...made.map((id) => `/hosts/${id}`), "/audit"]) {
      await page.goto(url + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForTimeout(400);
      same(await page.evaluate(() => window.pwned), undefined, `a script ran on ${path}`);
      same(await page.locator("main img, main svg[onload], main b, main script").count(), 0, `elements from text on ${path}`);
    }
    for (const payload of PAYLOADS) {
      await page.goto(`${url}/hosts?q=${encodeURIComponent(payload)}`);
      await page.getByRole("link", { name: payload, exact: true }).first().waitFor();
      check(!(await page.getByRole("link", { name: payload, exact: true }).first().getAttribute("href")).startsWith("javascript"), "link");
    }
    await browser.shot(page, "hostile-hosts");
  });

  await test("markup in the name of a person is shown as it is (IN-08)", ENROLLED, async () => {
    await page.goto(`${url}/settings`);
    await fill(page, "Your name", PAYLOADS[1]);
    await page.getByRole("region", { name: "Profile" }).getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.goto(`${url}/users`);
    await page.getByText(PAYLOADS[1]).first().waitFor();
    same(await page.evaluate(() => window.pwned), undefined, "a script ran");
  });

  await test("labels named __proto__ and constructor (IN-12)", ENROLLED, async () => {
    await add("prototype", "__proto__=polluted\nconstructor=too");
    await page.goto(`${url}/hosts/${made.at(-1)}`);
    await page.getByText("__proto__=polluted").waitFor();
    await page.getByText("constructor=too").waitFor();
    const clean = await page.evaluate(() => ({}).polluted === undefined && Object.prototype.toString.call({}) === "[object Object]");
    check(clean, "Object.prototype was changed");
    await page.goto(`${url}/hosts/${made.at(-1)}/edit`);
    await page.getByLabel("Labels").waitFor();
    check((await page.getByLabel("Labels").inputValue()).includes("__proto__=polluted"), "the label is lost in the form");
  });

  await test("an address after sign-in leads nowhere else", [], async () => {
    const other = await browser.page();
    await other.goto(`${url}/login?next=${encodeURIComponent("https://evil.example/")}`);
    await heading(other, "Sign in").waitFor();
    same(new URL(other.url()).origin, new URL(url).origin, "origin");
    await other.context().close();
  });

  await test("hosts of this test are deleted by typing their name", ENROLLED, async () => {
    for (const id of made) {
      await page.goto(`${url}/hosts/${id}`);
      const name = await page.getByRole("heading", { level: 1 }).textContent();
      await button(page, "Delete").click();
      const go = button(page, "Delete host");
      check(await go.isDisabled(), "a host can be deleted without its name");
      await page.getByRole("dialog").getByRole("textbox").fill(name);
      await go.click();
      await heading(page, "Hosts").waitFor();
    }
  });

  world.state = await page.context().storageState();
  await page.context().close();
  await test("no complaint of the browser about hostile text", [], async () => {
    same(browser.takeComplaints(), [], "complaints");
  });
}
