// The dashboard in other languages: nothing shown stands outside the catalogue, and nothing breaks where words
// are longer.
import { NARROW } from "../lib/browser.mjs";
import { check, same, test } from "../lib/tap.mjs";
import { Words } from "../lib/words.mjs";
import { pathsOf } from "./screens.mjs";

const NEEDS = ["try a check, then save it", "create a tenant with its first owner"];

/** Chooses a language on the page of settings, whatever language that page speaks now. */
async function choose(page, url, language) {
  await page.goto(`${url}/settings`);
  const select = page.locator("select[name=language]");
  const saved = page.waitForResponse((answer) => answer.request().method() === "PATCH" && answer.ok());
  await select.selectOption(language);
  await saved;
  await page.locator(`html[lang="${language === "auto" ? "en" : language}"]`).waitFor();
}

export async function languages(world) {
  const { browser, url } = world;
  const page = await browser.page({ state: world.state });
  const paths = [];

  await test("no word outside the catalogue on any screen", NEEDS, async () => {
    paths.push(...(await pathsOf(page, url)));
    const words = new Words();
    words.listen(page);
    await choose(page, url, "en-XA");
    const stray = [];
    for (const [name, path] of paths) {
      await page.goto(url + path);
      await page.locator("main h1, main h2").first().waitFor();
      await page.waitForTimeout(500);
      for (const text of await words.strayOn(page)) stray.push(`${name}: ${text}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) stray.push(`${name} is ${overflow} pixels wider than the screen`);
    }
    same(stray, [], "words outside the catalogue");
  });

  await test("Spanish, with its numbers and times, also before sign-in", ["no word outside the catalogue on any screen"], async () => {
    await choose(page, url, "es");
    for (const [name, path] of paths.slice(0, 2)) {
      await page.goto(url + path);
      await page.locator("main h1, main h2").first().waitFor();
      await browser.inspect(page, `${name}-es`);
    }
    await page.getByRole("navigation", { name: "Principal", exact: true }).getByText("Equipos").waitFor();
    const other = await browser.page({ viewport: NARROW });
    await other.goto(`${url}/login`);
    await other.getByLabel("Language").selectOption("es");
    await other.getByRole("heading", { name: "Iniciar sesión" }).waitFor();
    await browser.inspect(other, "login-es");
    await other.reload();
    await other.getByRole("heading", { name: "Iniciar sesión" }).waitFor();
    same(await other.evaluate(() => document.documentElement.lang), "es", "language of the page");
    await other.context().close();
    await choose(page, url, "auto");
    check((await page.getByRole("heading", { level: 1 }).textContent()) === "Settings", "English does not come back");
  });

  world.state = await page.context().storageState();
  await page.context().close();

  await test("more contrast where the system asks for it", NEEDS, async () => {
    for (const theme of ["light", "dark"]) {
      const clear = await browser.page({ theme, contrast: "more", state: world.state });
      for (const [name, path] of [["triage", "/"], ["settings", "/settings"]]) {
        await clear.goto(url + path);
        await clear.locator("main h1, main h2").first().waitFor();
        await browser.inspect(clear, `${name}-contrast-${theme}`);
      }
      check(await clear.evaluate(() => document.documentElement.hasAttribute("data-contrast")), "no high contrast");
      world.state = await clear.context().storageState();
      await clear.context().close();
    }
  });
}
