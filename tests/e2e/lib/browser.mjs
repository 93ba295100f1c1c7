// Chromium, and what is expected of every page: no policy violation, no error on the console, no
// accessibility violation, nothing wider than the screen.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { check, same } from "./tap.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// What the browser itself writes about answers that a test provokes.
const EXPECTED = /^Failed to load resource: the server responded with a status of 4\d\d/;

export const WIDE = { width: 1366, height: 860 };
export const NARROW = { width: 360, height: 740 };

export class Browser {
  #browser;
  #shots;
  complaints = [];

  static async open(shots) {
    const made = new Browser();
    const sandbox = process.getuid() === 0 ? ["--no-sandbox"] : [];
    made.#browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [...sandbox, "--disable-dev-shm-usage"],
    });
    made.#shots = shots;
    mkdirSync(shots, { recursive: true });
    return made;
  }

  async page({ viewport = WIDE, theme = "light", contrast = "no-preference", state } = {}) {
    const context = await this.#browser.newContext({
      viewport,
      colorScheme: theme,
      contrast,
      locale: "en-GB",
      ...(state ? { storageState: state } : {}),
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    await this.#listen(page);
    return page;
  }

  async #listen(page) {
    await page.exposeBinding("reportViolation", (_source, text) => this.complaints.push(text));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        window.reportViolation(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
      );
    });
    page.on("console", (message) => {
      const text = message.text();
      if (message.type() === "error" && !EXPECTED.test(text)) this.complaints.push(`console: ${text}`);
    });
    page.on("pageerror", (error) => this.complaints.push(`exception: ${error.message}`));
    page.on("dialog", (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  /** What is seen of the page, for the documentation. */
  view(page, name) {
    return page.screenshot({ path: join(this.#shots, `${name}.png`) });
  }

  /** The whole page; with a dialog over it, what is seen of it. */
  async shot(page, name) {
    const dialog = await page.getByRole("dialog").count();
    await page.screenshot({ path: join(this.#shots, `${name}.png`), fullPage: dialog === 0 });
  }

  /** A picture of each page that is open. */
  async shotAll(name) {
    const pages = this.#browser.contexts().flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) await this.shot(page, `${name}-${index}`);
  }

  /** Everything that is expected of a page at rest, and a picture of it. */
  async inspect(page, name) {
    await page.waitForTimeout(350);
    await this.shot(page, name);
    await page.evaluate(axe.source);
    const found = await page.evaluate((runOnly) => window.axe.run(document, { runOnly }), RULES);
    const problems = found.violations.map((each) => `${each.id} at ${each.nodes.map((node) => node.target).join(", ")}`);
    same(problems, [], `accessibility of ${name}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    check(overflow <= 0, `${name} is ${overflow} pixels wider than the screen`);
  }

  /** What pages have complained about since the last call. */
  takeComplaints() {
    return this.complaints.splice(0);
  }

  close() {
    return this.#browser.close();
  }
}
