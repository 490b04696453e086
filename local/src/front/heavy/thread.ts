/** A thread with the API's functions in it: what is read there holds up nobody here, and eats its own memory only. */
import { Worker } from "node:worker_threads";
import type { HeavyThread, RunOutcome } from "./pool.ts";

/** Enough for the worst document that the API takes, many times over; one that needs more ends its thread, not the runtime. */
const MAX_HEAP_MIB = 1_024;

/** Starts `module`, which answers each `Job` with a `RunOutcome`, one at a time. Never throws: a thread that cannot start has died. */
export function startHeavyThread(module: URL, data: unknown): HeavyThread {
  const worker = new Worker(module, { workerData: data, resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB } });
  let reason = "it was ended";
  let alive = true;
  let tell: ((outcome: RunOutcome) => void) | undefined;
  worker.on("message", (outcome: RunOutcome) => tell?.(outcome));
  worker.on("error", (error) => (reason = error instanceof Error ? error.message : String(error)));
  worker.on("exit", () => {
    alive = false;
    tell?.({ kind: "died", reason });
  });
  return {
    run: (job) =>
      new Promise((resolve) => {
        tell = resolve;
        if (alive) worker.postMessage(job);
        else resolve({ kind: "died", reason });
      }),
    isAlive: () => alive,
    end: () => {
      alive = false;
      void worker.terminate();
    },
  };
}
