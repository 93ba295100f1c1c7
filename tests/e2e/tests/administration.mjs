// People, keys, tenants, audit; each behind the second factor.
import { button, confirmIfAsked, fill, heading, labelled, OWNER, signIn } from "../lib/people.mjs";
import { check, same, test, until } from "../lib/tap.mjs";

const ENROLLED = ["enrolment of the second factor"];

export async function administration(world) {
  const { browser, url } = world;
  const page = await browser.page();

  await test("sign in with both factors", ENROLLED, async () => {
    await page.goto(`${url}/login`);
    await fill(page, "E-mail address", OWNER.email);
    await fill(page, "Password", "not the password");
    await button(page, "Sign in").click();
    await page.getByRole("alert").filter({ hasText: "do not match" }).waitFor();
    await browser.inspect(page, "login-refused");
    await signIn(page, url, OWNER, world.codes);
    await heading(page, "Triage").waitFor();
  });

  await test("invite a person, who chooses a password and sees what a viewer may", ENROLLED, async () => {
    await page.goto(`${url}/users`);
    await button(page, "Invite a person").click();
    await fill(page, "Name", "Vera Viewer");
    await fill(page, "E-mail address", "vera@example.org");
    await browser.inspect(page, "users-invite");
    await button(page, "Create the invitation").click();
    const done = page.getByRole("dialog", { name: "One-time link" });
    await confirmIfAsked(page, world.codes, done);
    const link = await done.locator("code").textContent();
    await browser.inspect(page, "users-link");
    await button(page, "Done").click();

    const other = await browser.page();
    await other.goto(link);
    await heading(other, "Welcome to Tocsin").waitFor();
    await browser.inspect(other, "invite");
    await fill(other, "Password", "a quiet morning in spring");
    await fill(other, "Password again", "a quiet morning in spring");
    await button(other, "Save and sign in").click();
    await heading(other, "Second factor").waitFor();
    await other.goto(`${url}/hosts`);
    const add = button(other, "Add host");
    await add.waitFor();
    check(await add.isDisabled(), "a viewer is offered to add a host");
    same(await add.getAttribute("title"), "This needs the permission host.write. An administrator of your tenant can grant it.", "reason");
    same(await other.getByRole("link", { name: "Audit log" }).count(), 0, "links to the audit log");
    await other.goto(`${url}/users`);
    await other.getByRole("alert").waitFor();
    await browser.inspect(other, "forbidden");
    await other.context().close();
  });

  await test("create an API key, shown once, and use it", ENROLLED, async () => {
    await page.goto(`${url}/api-keys`);
    await button(page, "Create a key").first().click();
    await fill(page, "Name", "deploy pipeline");
    await browser.inspect(page, "keys-new");
    await button(page, "Create").click();
    const made = page.getByRole("dialog", { name: "Your new key" });
    await confirmIfAsked(page, world.codes, made);
    const key = (await made.locator("code").first().textContent()).trim();
    const answer = await fetch(`${url}/api/v1/hosts`, { headers: { "X-API-Key": key } });
    same(answer.status, 200, "status with the new key");
    await button(page, "I have saved it").click();
    await page.reload();
    await page.getByText("deploy pipeline").waitFor();
    check(!(await page.content()).includes(key), "the key is shown again");
    await page.getByRole("button", { name: "Revoke deploy pipeline" }).click();
    await fill(page, "Type “deploy pipeline” to confirm", "deploy pipeline");
    await button(page, "Revoke").click();
    await page.getByText("No keys yet").or(page.getByRole("table")).first().waitFor();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await until("refusal of the revoked key", 5, async () => {
      const after = await fetch(`${url}/api/v1/hosts`, { headers: { "X-API-Key": key } });
      return after.status === 401;
    });
  });

  await test("create a tenant with its first owner", ENROLLED, async () => {
    await page.goto(`${url}/tenants/new`);
    await button(page, "Create tenant").click();
    await page.getByText("Fill this in.").first().waitFor();
    await fill(page, "Name", "Other Works");
    await fill(page, "Identifier", "other_works");
    await fill(page, "Name of its first owner", "Otto Other");
    await fill(page, "E-mail address of its first owner", "otto@example.org");
    await button(page, "Create tenant").click();
    const done = page.getByRole("dialog", { name: "One-time link" });
    await confirmIfAsked(page, world.codes, done);
    await button(page, "Done").click();
    await heading(page, "Other Works").waitFor();
    await page.getByRole("region", { name: "Usage" }).getByText("of 100").waitFor();
  });

  await test("the audit log knows all this and its chain holds", ["create a tenant with its first owner"], async () => {
    await page.goto(`${url}/audit`);
    await page.getByRole("row").nth(1).waitFor();
    await button(page, "Verify the chain").click();
    await page.getByText("The chain holds").waitFor();
    await page.locator("[data-row]").first().click();
    await page.getByRole("dialog").waitFor();
    await browser.inspect(page, "audit-entry");
    await page.keyboard.press("Escape");
  });

  await test("change one's name; the second factor stays asked for", ENROLLED, async () => {
    await page.goto(`${url}/settings`);
    await labelled(page, "Your name").fill("Ada the Owner");
    await page.getByRole("region", { name: "Profile" }).getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.reload();
    await labelled(page, "Your name").waitFor();
    same(await labelled(page, "Your name").inputValue(), "Ada the Owner", "name");
  });

  world.state = await page.context().storageState();
  await page.context().close();
  await test("no complaint of the browser in administration", [], async () => {
    same(browser.takeComplaints(), [], "complaints");
  });
}
