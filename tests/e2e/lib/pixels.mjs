// From a change in one window to the row of a list painted in another.
import { pause } from "./measure.mjs";

/** Notes when the words of one row change. */
function follow(name) {
  const row = () => [...document.querySelectorAll("[role=row]")].find((each) => each.textContent.includes(name));
  const words = () => row()?.querySelector("[role=cell]:nth-of-type(2)")?.textContent ?? "";
  window.turn = { words: words(), at: 0 };
  const look = () => {
    const now = words();
    if (now && now !== window.turn.words) {
      window.turn = { words: now, at: 0 };
      requestAnimationFrame(() => setTimeout(() => (window.turn.at = Date.now()), 0));
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Milliseconds of each of some pauses and resumptions of one host, as the list of another window shows them. */
export async function eventToPixel(context, url, host, times) {
  const list = await context.newPage();
  const detail = await context.newPage();
  await list.goto(`${url}/hosts?q=${host.name}`);
  await list.getByRole("link", { name: host.name }).waitFor();
  await detail.goto(url + host.path);
  await detail.getByRole("button", { name: "Pause", exact: true }).waitFor();
  await list.bringToFront(); // timers of a page that nobody sees are held back
  await pause(1_500);
  await list.evaluate(follow, host.name);
  let sentAt = 0;
  detail.on("request", (request) => {
    if (request.method() === "PATCH") sentAt = Date.now();
  });
  const found = [];
  for (let turn = 0; turn < times; turn++) {
    await list.evaluate(() => (window.turn.at = 0));
    const button = detail.getByRole("button", { name: turn % 2 === 0 ? "Pause" : "Resume", exact: true });
    await button.dispatchEvent("click");
    await list.waitForFunction(() => window.turn.at > 0, null, { polling: 20, timeout: 15_000 });
    found.push((await list.evaluate(() => window.turn.at)) - sentAt);
    await pause(300);
  }
  await list.close();
  await detail.close();
  return found.sort((a, b) => a - b);
}
