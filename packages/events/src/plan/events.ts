/** The life of a plan: immutable numbered versions. */
import { lazyObject } from "../lazy-object.ts";
import * as z from "zod";
import { defineEvent } from "../define-event.ts";
import { onFailureSchema, waveSpecSchema } from "../task.ts";

/** What a plan says about itself beside its waves. Durations in seconds. */
export const planHeaderSchema = lazyObject(() => ({
  planId: z.string().min(1),
  name: z.string(),
  description: z.string(),
  onFailure: onFailureSchema,
  timeoutSeconds: z.number().positive().optional(),
  rtoSeconds: z.number().positive().optional(),
  rpoSeconds: z.number().nonnegative().optional(),
  tags: z.record(z.string(), z.string()),
  /** False: a recovery of this plan waits for drills that hold what it needs. Absent or true: it may have them cancelled and cleaned up. */
  preemptDrills: z.boolean().optional(),
  /** True: no wave of a recovery starts before a change ticket approves of it. */
  changeRequired: z.boolean().optional(),
}));
/** What a plan says about itself beside its waves. */
export type PlanHeader = z.infer<typeof planHeaderSchema>;

/** What a plan names of which nobody knew, when it was saved, that it is there. */
export const unresolvedSchema = lazyObject(() => ({
  taskId: z.string(),
  resource: z.string().optional(),
  code: z.string(),
  message: z.string(),
  /** Whose adapter it is; absent in plans of before it was told. */
  technology: z.string().optional(),
  /** `nobody_answered`: the adapter could not be asked, so that it may be there or not. Absent: it was looked for, and is not there. */
  because: z.literal("nobody_answered").optional(),
}));
/** What a plan names of which nobody knew, when it was saved, that it is there. */
export type Unresolved = z.infer<typeof unresolvedSchema>;

const versionSealed = lazyObject(() => ({
  version: z.int().positive(),
  header: planHeaderSchema,
  planHash: z.string().min(1),
  parts: z.int().positive(),
  waveCount: z.int().positive(),
  taskCount: z.int().positive(),
  /** First effect that cannot be taken back, or null. */
  pointOfNoReturn: z.object({ waveNumber: z.int().positive(), taskId: z.string() }).nullable(),
  /** Saved although these were not there (yet), or nobody could say; absent if all was found, or names are made after a save. */
  unresolved: z.array(unresolvedSchema).optional(),
  /** How many more there are than are listed; absent for none. */
  unresolvedUnlisted: z.int().positive().optional(),
}));

/** A slice of the waves of a version. Slices count only once PlanCreated or PlanUpdated seals the version. */
export const planWavesAdded = defineEvent({
  type: "PlanWavesAdded",
  origin: "recorded",
  description: "A slice of the waves of a plan version that is being written.",
  schema: () => z.object({ version: z.int().positive(), planHash: z.string(), part: z.int().positive(), waves: z.array(waveSpecSchema) }),
});

/** Version 1 exists. */
export const planCreated = defineEvent({
  type: "PlanCreated",
  origin: "recorded",
  description: "A plan was saved for the first time (or again after its deletion).",
  schema: () => versionSealed,
});

/** A new immutable version exists. */
export const planUpdated = defineEvent({
  type: "PlanUpdated",
  origin: "recorded",
  description: "A plan has a new version.",
  schema: () => versionSealed,
});

/** The plan can no longer be executed; its versions stay readable. */
export const planDeleted = defineEvent({
  type: "PlanDeleted",
  origin: "recorded",
  description: "A plan can no longer be executed.",
  schema: () => z.object({ version: z.int().positive() }),
});
