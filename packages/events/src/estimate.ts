/** What is expected of an execution before it runs; recorded when it is planned, so that it can be held against what came. */
import { lazyObject } from "./lazy-object.ts";
import * as z from "zod";

const seconds = () => z.number().nonnegative();

/** How many names an estimate lists. */
export const MAX_PATH = 20;

/**
 * The prediction of an execution. Times are seconds of work: what people take to approve is not in them. `atLeast`: not every task was measured, and what
 * its operation declares is a quick run, so it takes longer than this.
 */
export const estimateSchema = lazyObject(() => ({
  rtoSeconds: seconds(),
  /** The same with every task as slow as its slowest measured run. */
  slowestSeconds: seconds(),
  atLeast: z.boolean(),
  /** The worst loss of the last measured runs; `seconds` null: it was not known then. Absent: nothing was measured. */
  rpo: z.object({ seconds: seconds().nullable(), taskId: z.string() }).optional(),
  /** Tasks by what their time rests on: runs of their own or of their kind, what the operation declares, or nothing. */
  basis: z.object({ measured: z.int().nonnegative(), declared: z.int().nonnegative(), unknown: z.int().nonnegative() }),
  /** Boundaries at which the plan waits for people. */
  gates: z.int().nonnegative(),
  /** Tasks of the longest chain in their order, at most 20: shortening another saves nothing. */
  criticalPath: z.array(z.string()).max(MAX_PATH),
  waves: z.array(z.object({ waveNumber: z.int().positive(), seconds: seconds() })),
}));
/** The prediction of an execution. */
export type Estimate = z.infer<typeof estimateSchema>;
