// Fails when a page weighs more than its budget.
import { weightsOf } from "./weights.mjs";

let over = 0;
for (const [name, weight, limit] of weightsOf(new URL("../dist/", import.meta.url))) {
  const bad = weight > limit;
  if (bad) over++;
  console.log(`${bad ? "OVER" : "ok  "} ${weight.toFixed(1).padStart(7)} of ${limit} kB  ${name}`);
}
if (over > 0) process.exitCode = 1;
