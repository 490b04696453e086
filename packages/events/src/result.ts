/** What an adapter reports when an operation ends: measured, never assumed. */
import { z } from "zod";
import { jsonObjectSchema } from "./task.ts";

/** Data-loss window of one effect: `seconds` is null when nobody can know it, which is a verdict of its own. */
export const rpoSchema = z.object({
  seconds: z.number().nonnegative().nullable(),
  method: z.string(),
  confidence: z.enum(["exact", "estimate", "unknown"]),
});
/** Data-loss window of one effect. */
export type Rpo = z.infer<typeof rpoSchema>;

/** Result of one resource of a task. `before` and `after` are the facts that prove the change. */
export const resourceResultSchema = z.object({
  resource: z.string(),
  outcome: z.enum(["completed", "noop", "failed", "skipped_in_drill", "unknown"]),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  rtoSeconds: z.number().nonnegative(),
  rpo: rpoSchema,
  dataLoss: z.object({ possible: z.boolean(), seconds: z.number().nonnegative().optional() }),
  before: jsonObjectSchema,
  after: jsonObjectSchema,
  externalIds: z.record(z.string(), z.string()),
  reversible: z.boolean(),
  warnings: z.array(z.string()),
});
/** Result of one resource of a task. */
export type ResourceResult = z.infer<typeof resourceResultSchema>;

/** Result of a task: the worst of its resources, and each of them. `simulated` is true when the estate was not real. */
export const taskResultSchema = z.object({
  rtoSeconds: z.number().nonnegative(),
  rpo: rpoSchema,
  dataLoss: z.object({ possible: z.boolean(), seconds: z.number().nonnegative().optional() }),
  externalIds: z.record(z.string(), z.string()),
  reversible: z.boolean(),
  warnings: z.array(z.string()),
  simulated: z.boolean(),
  resources: z.array(resourceResultSchema),
  /** Cleanup only: what the adapter launched and could not remove. */
  leftovers: z.array(z.string()).optional(),
});
/** Result of a task. */
export type TaskResult = z.infer<typeof taskResultSchema>;
