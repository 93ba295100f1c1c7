// Whether a time measured now would say something about the dashboard, or about what else the machine does.

const SPIN_MS = 40;
const TURNS = 5;
/** Above this a processor is shared with other work for a good part of the time. */
export const CALM = 1.3;

/** How much longer work takes than it computes: 1 on a machine of one's own, 2 where another has half of it. */
export async function contention() {
  const found = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const before = process.cpuUsage();
    const began = process.hrtime.bigint();
    let spent = 0;
    while (spent < SPIN_MS * 1000) {
      const { user, system } = process.cpuUsage(before);
      spent = user + system;
    }
    found.push(Number(process.hrtime.bigint() - began) / 1000 / spent);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return found.sort((a, b) => a - b)[Math.floor(TURNS / 2)];
}
