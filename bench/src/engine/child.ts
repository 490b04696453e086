/** A process of its own for one load, so that its memory is its own. Takes the load as JSON in its first argument and sends the result to its parent. */
import { runLoad, type Load } from "./run-load.ts";

/** Lets the compiler see every path before anything is measured. */
const WARM_UP: Load = { waves: 10, tasksPerWave: 5, concurrent: 40, total: 40, alone: 40 };
/** Progress is told after so many executions. */
const TELL_EVERY = 250;

const load = JSON.parse(process.argv[2] ?? "") as Load;
await runLoad(WARM_UP, () => undefined);
const result = await runLoad(load, (ended) => {
  if (ended % TELL_EVERY === 0) process.stderr.write(`  ${ended} of ${load.total} executions ended\n`);
});
process.send?.(result);
