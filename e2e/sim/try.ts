import { runSeed } from "./run/run-seed.ts";
const from = Number(process.argv[2] ?? 1); const n = Number(process.argv[3] ?? 1);
const t0 = process.cpuUsage(); let steps = 0, events = 0, slow = 0;
for (let seed = from; seed < from + n; seed++) {
  const t = process.cpuUsage();
  const r = await runSeed(seed, { ...(process.argv[4] === "trace" ? { write: (l: string) => console.log(l) } : {}), takeOver: process.argv[4] === "takeover" });
  steps += r.steps; events += r.events;
  const ms = process.cpuUsage(t).user / 1000; if (ms > 300) slow++;
  if (n <= 30 || r.violations.length) console.log(seed, ms.toFixed(0) + "ms", r.steps, r.events, r.effects, JSON.stringify(r.executions), r.faultTotal, JSON.stringify(r.violations.slice(0,2)), r.digest);
}
console.log((process.cpuUsage(t0).user / 1000 / n).toFixed(1), "cpu ms/seed", (steps/n).toFixed(0), "steps/seed", (events/n).toFixed(0), "events/seed", slow, "slow");
