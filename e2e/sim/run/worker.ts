/** A worker thread: runs seeds until it is told to finish. */
import { parentPort, workerData } from "node:worker_threads";
import { startCoverage } from "../coverage/record.ts";
import { summariseBranches } from "../coverage/summary.ts";
import type { FromWorker, Job, ToWorker, WorkerSettings } from "./job.ts";

// Refusals are thrown by the thousand, and nobody reads where.
Error.stackTraceLimit = 0;
const { withCoverage } = workerData as WorkerSettings;
// Counting has to begin before the product is loaded.
const coverage = withCoverage ? await startCoverage() : undefined;
const { runSeed } = await import("./run-seed.ts");
const { addTotals, totalsOf, NO_TOTALS } = await import("./totals.ts");
const { findMutant } = await import("../mutants/index.ts");

const JOBS_BETWEEN_LOOKS = 15;
let jobs = 0;

const tell = (message: FromWorker): void => parentPort?.postMessage(message);

/** Once everything has run there is nothing more to count, and counting halves the speed. */
async function stopCountingWhenDone(): Promise<void> {
  jobs += 1;
  if (coverage && jobs % JOBS_BETWEEN_LOOKS === 0 && summariseBranches([await coverage.take()]).missing.length === 0) await coverage.stop();
}

async function run({ from, count, drill, mutant }: Job): Promise<void> {
  let totals = NO_TOTALS;
  for (let seed = from; seed < from + count; seed += 1) {
    const bugs = mutant === undefined ? {} : { bugs: findMutant(mutant).plant() };
    totals = addTotals([totals, totalsOf(await runSeed(seed, { ...(drill && { drill }), ...bugs }))]);
    if (mutant !== undefined && totals.broken.length > 0) break;
  }
  await stopCountingWhenDone();
  tell({ kind: "ran", totals });
}

parentPort?.on("message", (message: ToWorker) => {
  if (message.kind === "run") void run(message.job);
  else void (coverage?.take() ?? Promise.resolve({})).then((branches) => tell({ kind: "finished", branches }));
});
tell({ kind: "ready" });
