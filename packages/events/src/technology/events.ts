/** What adapters say, and what is asked of them one task at a time. */
import * as z from "zod";
import { defineEvent } from "../define-event.ts";
import { failureSchema } from "../failure.ts";
import { taskResultSchema } from "../result.ts";
import { environmentSchema, executionTypeSchema, modeSchema, phaseSchema, taskRequestSchema } from "../task.ts";

/** Fields that tie an adapter's word to one attempt of one task. */
const operationRef = () => ({
  executionId: z.string().min(1),
  waveNumber: z.int().positive(),
  taskId: z.string().min(1),
  operationId: z.string().min(1),
  attempt: z.int().positive(),
  phase: phaseSchema,
  technology: z.string().min(1),
});

/** Fields that every request to an adapter carries beside the task itself. */
const requestContext = () => ({
  executionId: z.string().min(1),
  planId: z.string().min(1),
  waveNumber: z.int().positive(),
  executionType: executionTypeSchema,
  mode: modeSchema,
  /** Environment of the execution, if its tag `Environment` names one: whose defaults count. */
  environment: environmentSchema.optional(),
});

/** The adapter accepted the task and has submitted, or is about to submit, its effect. */
export const technologyStarted = defineEvent({
  type: "TechnologyStarted",
  origin: "both",
  description: "An adapter accepted a task and began to act.",
  schema: () => z.object({ ...operationRef(), externalIds: z.record(z.string(), z.string()).optional() }),
});

/** Percentage and heartbeat of a running task. Never recorded in the log: progress is not history. */
export const technologyProgressed = defineEvent({
  type: "TechnologyProgressed",
  origin: "adapter",
  description: "A running task is alive; tells how far it is.",
  schema: () => z.object({ ...operationRef(), percent: z.number().min(0).max(100).optional(), message: z.string() }),
});

/** The task reached its goal, proven by a changed fact. */
export const technologyCompleted = defineEvent({
  type: "TechnologyCompleted",
  origin: "both",
  description: "A task reached its goal, proven by a changed fact.",
  schema: () => z.object({ ...operationRef(), result: taskResultSchema }),
});

/** The task failed. `result` holds what had been done by then. */
export const technologyFailed = defineEvent({
  type: "TechnologyFailed",
  origin: "both",
  description: "A task failed; the failure says whether trying again may help.",
  schema: () => z.object({ ...operationRef(), failure: failureSchema, result: taskResultSchema.optional() }),
});

/** First attempt of a task that waited for another task of its own wave (`dependsOn`). */
export const technologyRequested = defineEvent({
  type: "TechnologyRequested",
  origin: "recorded",
  description: "A task whose in-wave dependencies are complete is asked of its adapter.",
  schema: () => z.object({ ...requestContext(), task: taskRequestSchema }),
});

/** A task is asked again: a new attempt (new operationId) or the same one when it fell silent or the Region changed (same operationId). */
export const technologyRetryRequested = defineEvent({
  type: "TechnologyRetryRequested",
  origin: "recorded",
  description: "A task is asked again of its adapter.",
  schema: () =>
    z.object({
      ...requestContext(),
      task: taskRequestSchema,
      reason: z.enum(["retry", "silent", "operator", "redrive", "takeover"]),
      /** The operator's own words. */
      note: z.string().optional(),
    }),
});

/** The adapter is asked to stop a task; it answers with TechnologyFailed (`task.cancelled`) or with the outcome that came first. */
export const technologyCancelRequested = defineEvent({
  type: "TechnologyCancelRequested",
  origin: "recorded",
  description: "An adapter is asked to stop a task.",
  schema: () => z.object({ ...requestContext(), task: taskRequestSchema, reason: z.enum(["cancelled", "timed_out", "skipped"]) }),
});

/** The adapter is asked to take back the effect of a completed task. */
export const technologyRollbackRequested = defineEvent({
  type: "TechnologyRollbackRequested",
  origin: "recorded",
  description: "An adapter is asked to take back a task's effect.",
  schema: () => z.object({ ...requestContext(), task: taskRequestSchema }),
});

/** The adapter is asked to remove what a drill launched. */
export const technologyCleanupRequested = defineEvent({
  type: "TechnologyCleanupRequested",
  origin: "recorded",
  description: "An adapter is asked to remove what a drill launched.",
  schema: () => z.object({ ...requestContext(), task: taskRequestSchema }),
});

/** A retryable failure will be tried again at `dueAt`. */
export const technologyRetryScheduled = defineEvent({
  type: "TechnologyRetryScheduled",
  origin: "recorded",
  description: "A failed task will be tried again.",
  schema: () =>
    z.object({
      waveNumber: z.int().positive(),
      taskId: z.string(),
      attempt: z.int().positive(),
      dueAt: z.iso.datetime(),
      delaySeconds: z.number().nonnegative(),
      failure: failureSchema,
    }),
});

/** An operator decided to go on without this task. */
export const technologySkipped = defineEvent({
  type: "TechnologySkipped",
  origin: "recorded",
  description: "A task was left out, by an operator or because what it depends on failed.",
  schema: () =>
    z.object({
      waveNumber: z.int().positive(),
      taskId: z.string(),
      reason: z.string(),
      /** Absent = an operator. A task that an operator left out stays out when the execution is redriven; the others are tried again. */
      because: z.enum(["operator", "dependency", "timeout", "not_ready"]).optional(),
      /** What its adapter saw, of a task that was not ready. */
      failure: failureSchema.optional(),
    }),
});

/** A task's effect was taken back. */
export const technologyRolledBack = defineEvent({
  type: "TechnologyRolledBack",
  origin: "recorded",
  description: "A task's effect was taken back.",
  schema: () => z.object({ ...operationRef(), result: taskResultSchema }),
});

/** What a drill had launched for this task is gone, except for the leftovers named. */
export const technologyCleanedUp = defineEvent({
  type: "TechnologyCleanedUp",
  origin: "recorded",
  description: "What a drill launched for a task was removed; leftovers are named.",
  schema: () => z.object({ ...operationRef(), leftovers: z.array(z.string()), failure: failureSchema.optional() }),
});

/** An adapter's word that changes nothing: too late, of an older attempt, after the end. Kept for the audit. */
export const operationResultIgnored = defineEvent({
  type: "OperationResultIgnored",
  origin: "recorded",
  description: "A late or superseded answer was noted and changed nothing.",
  schema: () =>
    z.object({
      ...operationRef(),
      reportedType: z.string(),
      reason: z.enum(["stale_attempt", "task_closed", "wave_closed", "execution_ended", "stale_epoch", "unknown_task"]),
      /** What the late word proves of the attempt's effect; absent when it proves nothing (a start, an unknown task). */
      effect: z.enum(["stands", "none", "unknown"]).optional(),
    }),
});
