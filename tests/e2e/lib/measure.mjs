// Times and sizes of the hosts page as somebody in front of it has them. Other work on the machine only ever
// adds to them, so each is tried a few times and the least counts; with `samples` of five or more, the median.
import { weightsOf } from "../../../frontend/scripts/weights.mjs";

const SLOW_CPU = 4;
const SLOW_NET = { offline: false, latency: 40, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 };
const FAST_NET = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
const ROW = "[role=row] [data-row]";

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function typical(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return values.length < 5 ? sorted[0] : sorted[Math.floor(sorted.length / 2)];
}

export function weights() {
  const rows = weightsOf(new URL("../../../frontend/dist/", import.meta.url));
  const weightOf = (name) => rows.find((row) => row[0] === name)[1];
  return {
    "login-weight": weightOf("login page"),
    "first-page-weight": weightOf("first page after sign-in"),
    "later-page-weight": Math.max(...rows.filter(([name]) => name.startsWith("more for")).map((row) => row[1])),
  };
}

/** Notes on the page itself: long tasks, slow inputs, and when the first element of a kind is there. */
function watch(selector) {
  window.seen = { at: 0, tasks: 0, input: 0, painted: 0 };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.seen.tasks = startTime + duration;
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.seen.input = Math.max(window.seen.input, duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
  const look = () => {
    if (!document.querySelector(selector)) return requestAnimationFrame(look);
    window.seen.at = performance.now();
    requestAnimationFrame(() => setTimeout(() => (window.seen.painted = performance.now()), 0));
  };
  requestAnimationFrame(look);
}

export class Meter {
  #page;
  #cdp;
  #url;

  static async on(page, url) {
    const meter = new Meter();
    meter.#page = page;
    meter.#url = url;
    meter.#cdp = await page.context().newCDPSession(page);
    for (const part of ["Network", "Page", "Performance"]) await meter.#cdp.send(`${part}.enable`);
    return meter;
  }

  async #speed(slow) {
    await this.#cdp.send("Emulation.setCPUThrottlingRate", { rate: slow ? SLOW_CPU : 1 });
    await this.#cdp.send("Network.emulateNetworkConditions", slow ? SLOW_NET : FAST_NET);
  }

  /** From the call of the address until the element is there and the last long task is over. */
  async ready(path, selector, { slow = false, cold = false } = {}) {
    if (cold) await this.#cdp.send("Network.clearBrowserCache");
    await this.#page.goto("about:blank");
    await this.#speed(slow);
    const script = await this.#cdp.send("Page.addScriptToEvaluateOnNewDocument", {
      source: `(${watch})(${JSON.stringify(selector)})`,
    });
    await this.#page.goto(this.#url + path, { waitUntil: "commit" });
    await this.#page.waitForFunction(() => window.seen?.painted > 0);
    await pause(slow ? 1_200 : 350);
    const seen = await this.#page.evaluate(() => window.seen);
    await this.#cdp.send("Page.removeScriptToEvaluateOnNewDocument", script);
    await this.#speed(false);
    return Math.max(seen.at, seen.tasks);
  }

  /** From the end of the answer that holds the rows to the frame that shows them; for the page as it was loaded. */
  answerToRow() {
    return this.#page.evaluate(() => {
      const answers = performance.getEntriesByType("resource").filter(({ name }) => /\/hosts\?/.test(name));
      return window.seen.painted - answers[0].responseEnd;
    });
  }

  /** The slowest of some keys in the search box and some orders chosen, in ms from the press to the next frame. */
  async input({ slow = false } = {}) {
    const page = this.#page;
    await this.#speed(slow);
    await page.evaluate(() => (window.seen.input = 0));
    const box = page.getByRole("textbox", { name: "Search by name or address" });
    await box.pressSequentially("web-0", { delay: 60 });
    await pause(600);
    for (let left = 5; left > 0; left--) await page.keyboard.press("Backspace", { delay: 40 });
    await pause(600);
    for (const name of ["Name", "Address", "State"]) {
      await page.getByRole("columnheader", { name, exact: true }).getByRole("button").click();
      await pause(500);
    }
    await this.#speed(false);
    return page.evaluate(() => window.seen.input);
  }

  /** Megabytes of live objects after some thousand rows have been scrolled through. */
  async heap(rows) {
    const page = this.#page;
    const loaded = () => page.evaluate(() => Math.round(document.querySelector("[role=table]").scrollHeight / 46));
    for (let turn = 0; turn < 200 && (await loaded()) < rows; turn++) {
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      await pause(60);
    }
    await this.#cdp.send("HeapProfiler.collectGarbage");
    const { metrics } = await this.#cdp.send("Performance.getMetrics").catch(() => ({ metrics: [] }));
    const used = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value;
    return (used ?? (await page.evaluate(() => performance.memory.usedJSHeapSize))) / 1e6;
  }

  static row = ROW;
}
