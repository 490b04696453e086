/** The life of a plan: immutable numbered versions. */
import * as z from "zod";
import { defineEvent } from "../define-event.ts";
import { onFailureSchema, waveSpecSchema } from "../task.ts";

/** What a plan says about itself beside its waves. Durations in seconds. */
export const planHeaderSchema = z.object({
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
});
/** What a plan says about itself beside its waves. */
export type PlanHeader = z.infer<typeof planHeaderSchema>;

/** What a plan names and nobody found when it was saved. */
export const unresolvedSchema = z.object({ taskId: z.string(), resource: z.string().optional(), code: z.string(), message: z.string() });
/** What a plan names and nobody found when it was saved. */
export type Unresolved = z.infer<typeof unresolvedSchema>;

const versionSealed = z.object({
  version: z.int().positive(),
  header: planHeaderSchema,
  planHash: z.string().min(1),
  parts: z.int().positive(),
  waveCount: z.int().positive(),
  taskCount: z.int().positive(),
  /** First effect that cannot be taken back, or null. */
  pointOfNoReturn: z.object({ waveNumber: z.int().positive(), taskId: z.string() }).nullable(),
  /** Saved although these were not there (yet); absent if nothing was missing, or nobody looked. */
  unresolved: z.array(unresolvedSchema).optional(),
});

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
