/** Worker threads that share out jobs. Which thread runs a job makes no difference to its result. */
import { Worker } from "node:worker_threads";
import type { BranchCounts } from "../coverage/record.ts";
import type { FromWorker, Job, ToWorker, WorkerSettings } from "./job.ts";
import type { Totals } from "./totals.ts";

/** What ran: the totals of each job in the order of the jobs, and what each thread covered. */
export interface PoolResult {
  readonly totals: readonly Totals[];
  readonly branches: readonly BranchCounts[];
}

/** How jobs are run. `onDone` is called after each of them. */
export interface PoolOptions extends WorkerSettings {
  readonly threads: number;
  readonly onDone?: (totals: Totals) => void;
}

/** Runs all jobs. Rejects if a thread dies: then a bug of the simulation itself showed. */
export async function runJobs(jobs: readonly Job[], options: PoolOptions): Promise<PoolResult> {
  const totals: Totals[] = [];
  let next = 0;
  const threads = Array.from({ length: Math.min(options.threads, jobs.length) }, () =>
    runThread(options, () => {
      const index = next;
      next += 1;
      const job = jobs[index];
      const done = (result: Totals): void => {
        totals[index] = result;
        options.onDone?.(result);
      };
      return job && { job, done };
    }),
  );
  const branches = await Promise.all(threads);
  return { totals, branches };
}

interface Task {
  readonly job: Job;
  readonly done: (totals: Totals) => void;
}

function runThread({ withCoverage }: PoolOptions, take: () => Task | undefined): Promise<BranchCounts> {
  return new Promise((resolve, reject) => {
    const settings: WorkerSettings = { withCoverage };
    // The X-Ray library otherwise hooks every promise, to carry a context that nobody reads here.
    const env = { ...process.env, AWS_XRAY_MANUAL_MODE: "true", POWERTOOLS_TRACE_ENABLED: "false" };
    const worker = new Worker(new URL("worker.ts", import.meta.url), { workerData: settings, env });
    let task: Task | undefined;
    const advance = (): void => {
      task = take();
      const message: ToWorker = task ? { kind: "run", job: task.job } : { kind: "finish" };
      worker.postMessage(message);
    };
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "finished") {
        void worker.terminate();
        resolve(message.branches);
        return;
      }
      if (message.kind === "ran") task?.done(message.totals);
      advance();
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      if (code !== 0) reject(new Error(`a worker ended with code ${code}`));
    });
  });
}
