/** The thread of requests with a large body: the same functions as in the API's own thread. */
import { parentPort, workerData } from "node:worker_threads";
import { prepareProcess } from "../../prepare-process.ts";
import { installSteadyClock } from "../../steady-clock.ts";
import { loadFunctions, type FunctionsData } from "../../wiring/load-functions.ts";
import type { Job, RunOutcome } from "./pool.ts";

prepareProcess();
installSteadyClock();
const functions = await loadFunctions(["http"], workerData as FunctionsData);

async function run({ name, event }: Job): Promise<RunOutcome> {
  try {
    const found = functions.find(({ manifest }) => manifest.name === name);
    if (!found) throw new Error(`there is no function ${name}`);
    return { kind: "answered", answer: await found.invoke(event) };
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on("message", (job: Job) => void run(job).then((outcome) => parentPort?.postMessage(outcome)));
