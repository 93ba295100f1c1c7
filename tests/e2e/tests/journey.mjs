// From the installer's link to a host that fails and recovers.
import { Authenticator } from "../lib/totp.mjs";
import { button, confirmIfAsked, fill, heading, labelled, OWNER } from "../lib/people.mjs";
import { check, same, test } from "../lib/tap.mjs";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'nonce-",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types default",
];

export async function journey(world) {
  const { browser, link, url, target } = world;
  const page = await browser.page();

  await test("headers and nonce of the page", [], async () => {
    const answers = [await page.goto(`${url}/login`), await page.goto(`${url}/login`)];
    const policies = answers.map((answer) => answer.headers()["content-security-policy"] ?? "");
    for (const part of POLICY) check(policies[0].includes(part), `the policy lacks ${part}: ${policies[0]}`);
    check(policies[0] !== policies[1], "two answers have the same nonce");
    check(!(await answers[1].text()).includes("__CSP_NONCE__"), "the nonce was not written into the page");
    same(answers[0].headers()["cache-control"]?.includes("no-store"), true, "no-store on the page");
  });

  await test("set-up link makes the first owner", [], async () => {
    await page.goto(link);
    await heading(page, "Set up Tocsin").waitFor();
    check(!page.url().includes("#"), "the token stays in the address bar");
    await button(page, "Create and sign in").click();
    await page.getByText("Fill this in.").first().waitFor();
    await browser.inspect(page, "setup-errors");
    await fill(page, "Name of your organisation", "Example Works");
    await fill(page, "Your name", OWNER.name);
    await fill(page, "E-mail address", OWNER.email);
    await fill(page, "Password", OWNER.password);
    await fill(page, "Password again", OWNER.password);
    await button(page, "Create and sign in").click();
    await heading(page, "Second factor").waitFor();
  });

  await test("enrolment of the second factor", ["set-up link makes the first owner"], async () => {
    await browser.inspect(page, "enroll-password");
    await fill(page, "Your password", OWNER.password);
    await button(page, "Continue").click();
    const picture = page.getByAltText("QR code with the secret for your authenticator");
    await picture.waitFor();
    check(await picture.evaluate((node) => node.complete && node.naturalWidth > 0), "the QR code is not drawn");
    const secret = await page.locator("code[title=Secret]").textContent();
    world.codes = new Authenticator(secret);
    await browser.inspect(page, "enroll-scan");
    await fill(page, "Six-digit code", await world.codes.next());
    await button(page, "Confirm").click();
    const codes = page.getByRole("list", { name: "Backup codes" }).getByRole("listitem");
    await codes.first().waitFor();
    world.backup = await codes.allTextContents();
    same(world.backup.length, 10, "number of backup codes");
    check(await button(page, "Continue").isDisabled(), "one can go on without saving the codes");
    await page.getByLabel("I have saved these codes in a safe place").check();
    await browser.inspect(page, "enroll-codes");
    await button(page, "Continue").click();
    await heading(page, "Triage").waitFor();
  });

  await test("triage shows this machine from the start", ["enrolment of the second factor"], async () => {
    await page.goto(`${url}/hosts`);
    await page.locator("[data-row]").first().waitFor({ timeout: 60_000 });
    await page.goto(`${url}/`);
    await heading(page, "Triage").waitFor();
    await browser.shot(page, "triage-first");
  });

  await test("allow the test's own server as a target", ["enrolment of the second factor"], async () => {
    await page.getByRole("link", { name: "Tenants" }).click();
    await heading(page, "Tenants").waitFor();
    await page.getByRole("link", { name: "Example Works" }).click();
    await labelled(page, "Entries").waitFor();
    const before = await labelled(page, "Entries").inputValue();
    await fill(page, "Entries", `${before}\n127.0.0.1/32:${target.port}`);
    await page.getByRole("region", { name: "Allowed private targets" }).getByRole("button", { name: "Save" }).click();
    await confirmIfAsked(page, world.codes, page.getByText("Saved."));
  });

  await test("add a host", ["enrolment of the second factor"], async () => {
    await page.goto(`${url}/hosts/new`);
    await button(page, "Add and choose a check").click();
    await page.getByText("Fill this in.").first().waitFor();
    await browser.inspect(page, "host-new-errors");
    await fill(page, "Name", "shop");
    await fill(page, "Address", "127.0.0.1");
    await fill(page, "Group", "web");
    await fill(page, "Labels", "env=test\nteam=blue");
    await button(page, "Add and choose a check").click();
    await heading(page, "Add check").waitFor();
    await browser.inspect(page, "check-types");
  });

  await test("try a check, then save it", ["add a host", "allow the test's own server as a target"], async () => {
    await page.getByRole("link", { name: /^http/ }).click();
    await heading(page, "Add check: http").waitFor();
    await fill(page, "Name", "Front page");
    await fill(page, "URL", target.url);
    await fill(page, "Interval", "5");
    await fill(page, "Retries", "0");
    await button(page, "Test now").click();
    await page.getByRole("status").filter({ hasText: /\bUp\b/ }).waitFor({ timeout: 20_000 });
    await browser.inspect(page, "check-form-tested");
    await button(page, "Add check").click();
    await heading(page, "Front page").waitFor();
    world.checkUrl = page.url();
  });

  const stateOnCheckPage = (word) =>
    page.locator("header").getByText(word, { exact: true }).waitFor({ timeout: 45_000 });

  await test("the check comes up", ["try a check, then save it"], async () => {
    await stateOnCheckPage("Up");
    await page.getByRole("region", { name: "Latest results" }).getByRole("row").nth(1).waitFor({ timeout: 30_000 });
    await browser.inspect(page, "check-up");
  });

  await test("it is seen to fail when its server stops", ["the check comes up"], async () => {
    await target.stop();
    await stateOnCheckPage("Down");
    await browser.inspect(page, "check-down");
    await page.goto(`${url}/`);
    const attention = page.getByRole("region", { name: "Needs attention" });
    await attention.getByRole("link", { name: "shop" }).waitFor();
    await page.getByRole("region", { name: "Recent changes" }).getByText("Front page").first().waitFor();
    await browser.inspect(page, "triage-down");
    await browser.view(page, "dashboard");
  });

  await test("it recovers with its server", ["it is seen to fail when its server stops"], async () => {
    await target.start();
    await page.goto(world.checkUrl);
    await stateOnCheckPage("Up");
    await page.goto(`${url}/`);
    await page
      .getByRole("region", { name: "Recent changes" })
      .getByRole("listitem")
      .filter({ hasText: "Front page" })
      .first()
      .getByText("Up", { exact: true })
      .waitFor({ timeout: 20_000 });
  });

  await test("run now, pause, undo", ["it recovers with its server"], async () => {
    await page.goto(world.checkUrl);
    await button(page, "Run now").click();
    await page.getByRole("status").filter({ hasText: /\bUp\b/ }).waitFor({ timeout: 20_000 });
    await button(page, "Pause").click();
    await stateOnCheckPage("Paused");
    await button(page, "Undo").click();
    await button(page, "Pause").waitFor();
  });

  await test("the chart is drawn, and told as a table", ["it recovers with its server"], async () => {
    await page.goto(`${world.checkUrl}?range=6h`);
    await page.locator("canvas").waitFor();
    await page.getByRole("button", { name: "As table" }).click();
    await page.getByRole("region", { name: "Latency" }).getByRole("table").waitFor();
    check(page.url().includes("range=6h"), "the range is not in the address");
  });

  world.state = await page.context().storageState();
  await page.context().close();
  await test("no complaint of the browser on the way", [], async () => {
    same(browser.takeComplaints(), [], "complaints");
  });
}
