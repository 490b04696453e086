/** What an adapter reports when an operation ends: measured, never assumed. */
import { lazyObject } from "./lazy-object.ts";
import * as z from "zod";
import { jsonObjectSchema } from "./task.ts";

/** Data-loss window of one effect: `seconds` is null when nobody can know it, which is a verdict of its own. */
export const rpoSchema = lazyObject(() => ({
  seconds: z.number().nonnegative().nullable(),
  method: z.string(),
  confidence: z.enum(["exact", "estimate", "unknown"]),
}));
/** Data-loss window of one effect. */
export type Rpo = z.infer<typeof rpoSchema>;

/** Result of one resource of a task. `before` and `after` are the facts that prove the change. */
export const resourceResultSchema = lazyObject(() => ({
  resource: z.string(),
  /** `unknown`: it was acted on, and how that ended could not be found out in time. */
  outcome: z.enum(["completed", "noop", "failed", "skipped_in_drill", "unknown"]),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  rtoSeconds: z.number().nonnegative(),
  rpo: rpoSchema,
  dataLoss: z.object({ possible: z.boolean(), seconds: z.number().nonnegative().optional() }),
  before: jsonObjectSchema(),
  after: jsonObjectSchema(),
  externalIds: z.record(z.string(), z.string()),
  reversible: z.boolean(),
  warnings: z.array(z.string()),
}));
/** Result of one resource of a task. */
export type ResourceResult = z.infer<typeof resourceResultSchema>;

/** An effect that nobody accounts for: it stands although its task failed, or may stand. */
export const unaccountedEffectSchema = lazyObject(() => ({
  resource: z.string(),
  /** `stands`: it was seen; `unknown`: it was sent, and nobody could see what became of it. */
  state: z.enum(["stands", "unknown"]),
  /** What was done, and when. */
  did: z.string(),
  /** How a person finds out what became of it. */
  check: z.string(),
}));
/** An effect that nobody accounts for. */
export type UnaccountedEffect = z.infer<typeof unaccountedEffectSchema>;

/** Result of a task: the worst of its resources, and each of them. `simulated` is true when the estate was not real. */
export const taskResultSchema = lazyObject(() => ({
  rtoSeconds: z.number().nonnegative(),
  rpo: rpoSchema,
  dataLoss: z.object({ possible: z.boolean(), seconds: z.number().nonnegative().optional() }),
  externalIds: z.record(z.string(), z.string()),
  reversible: z.boolean(),
  warnings: z.array(z.string()),
  simulated: z.boolean(),
  resources: z.array(resourceResultSchema),
  /** Version of the adapter that reports; absent from those that do not tell. */
  adapterVersion: z.string().optional(),
  /** Cleanup only: what the adapter launched and could not remove. */
  leftovers: z.array(z.string()).optional(),
  /** Effects of this operation that stand, or may, although it failed. Absent or empty = there are none. */
  unaccounted: z.array(unaccountedEffectSchema).optional(),
  /** True when somebody has to look: an effect is unaccounted for. */
  manualInterventionRequired: z.boolean().optional(),
}));
/** Result of a task. */
export type TaskResult = z.infer<typeof taskResultSchema>;
