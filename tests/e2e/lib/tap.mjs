// Tests one after another, each a line of TAP. A test that needs an earlier one says so; when that
// has failed, it is reported as failed too, without being tried.

const results = new Map();
let count = 0;
let look = async () => {};

/** What to do at once when a test fails, with its number. */
export function onFailure(then) {
  look = then;
}

const reasonOf = (error) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Thrown by a test that cannot tell today; its message says why. */
export class Skip extends Error {}

export async function test(name, needs, run) {
  count += 1;
  const missing = needs.filter((each) => results.get(each) !== true);
  const began = Date.now();
  try {
    if (missing.length > 0) throw new Error(`needs what has failed: ${missing.join(", ")}`);
    await run();
    results.set(name, true);
    console.log(`ok ${count} - ${name} # ${((Date.now() - began) / 1000).toFixed(1)} s`);
  } catch (error) {
    if (error instanceof Skip) {
      results.set(name, true);
      return console.log(`ok ${count} - ${name} # SKIP ${error.message}`);
    }
    results.set(name, false);
    console.log(`not ok ${count} - ${name}`);
    if (missing.length === 0) await look(count).catch(() => {});
    for (const line of reasonOf(error).split("\n").slice(0, 14)) console.log(`  # ${line}`);
  }
}

export function finish() {
  console.log(`1..${count}`);
  const failed = [...results.values()].filter((good) => !good).length;
  console.log(`# ${count - failed} passed, ${failed} failed`);
  return failed;
}

export function check(condition, message) {
  if (!condition) throw new Error(message);
}

export function same(found, wanted, what) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a} instead of ${b}`);
}

/** Waits until `ask` answers something true; says what was awaited when it does not. */
export async function until(what, seconds, ask) {
  const end = Date.now() + seconds * 1000;
  let last = null;
  while (Date.now() < end) {
    last = await ask();
    if (last) return last;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${what}: not within ${seconds} s`);
}
