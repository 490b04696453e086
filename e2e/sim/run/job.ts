/** What the main thread asks of a worker, and what it is told. */
import type { BranchCounts } from "../coverage/record.ts";
import type { Drill } from "./scenario.ts";
import type { Totals } from "./totals.ts";

/** Some seeds to run. With a `mutant` a bug is planted, and the first seed that shows it ends the job. */
export interface Job {
  readonly from: number;
  readonly count: number;
  readonly drill?: Drill;
  readonly mutant?: string;
}

/** How a worker is started. */
export interface WorkerSettings {
  readonly withCoverage: boolean;
}

/** From the main thread. `finish` asks for what was covered. */
export type ToWorker = { readonly kind: "run"; readonly job: Job } | { readonly kind: "finish" };

/** To the main thread. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "ran"; readonly totals: Totals }
  | { readonly kind: "finished"; readonly branches: BranchCounts };
