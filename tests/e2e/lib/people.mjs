// What the tests do again and again on the screens.

export const OWNER = { name: "Ada Owner", email: "ada@example.org", password: "seven green bicycles sing" };

export const heading = (page, text) => page.getByRole("heading", { level: 1, name: text });
export const button = (page, name) => page.getByRole("button", { name, exact: true });

/** A field by its label; required ones carry a star in it. */
export const labelled = (page, label) =>
  page.getByLabel(new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}( \\*)?$`));

export async function fill(page, label, value) {
  await labelled(page, label).fill(value);
}

export async function signIn(page, url, person, codes) {
  await page.goto(`${url}/login`);
  await fill(page, "E-mail address", person.email);
  await fill(page, "Password", person.password);
  await button(page, "Sign in").click();
  if (codes) {
    await labelled(page, "Six-digit code").waitFor();
    await fill(page, "Six-digit code", await codes.next());
  }
  await page.getByRole("navigation", { name: "Main", exact: true }).or(page.getByRole("navigation", { name: "Main, short" })).first().waitFor();
}

/** Answers the second-factor dialog when the next action opens it. */
export async function confirm(page, codes) {
  const dialog = page.getByRole("dialog", { name: "Confirm it is you" });
  await dialog.waitFor();
  await dialog.getByLabel("Six-digit code").fill(await codes.next());
  await dialog.waitFor({ state: "hidden" });
}

/** As confirm, where the factor may still be fresh. `after` appears once the action is done. */
export async function confirmIfAsked(page, codes, after) {
  const dialog = page.getByRole("dialog", { name: "Confirm it is you" });
  await dialog.or(after).first().waitFor();
  if (await dialog.isVisible()) await confirm(page, codes);
  await after.waitFor();
}
