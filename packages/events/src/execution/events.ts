/** The life of one execution, as recorded in its stream. */
import * as z from "zod";
import { defineEvent } from "../define-event.ts";
import { discoveredSchema } from "./discovered.ts";
import { estimateSchema } from "../estimate.ts";
import { failureSchema } from "../failure.ts";
import { environmentSchema, executionTypeSchema, modeSchema, onFailureSchema, taskRequestSchema, waveSpecSchema } from "../task.ts";

const iso = () => z.iso.datetime();

/** How many entries of a list found no room below the size limit; each of them has an event of its own in the stream. */
const unlisted = () => z.int().positive().optional();

/** Tasks of which nobody knows whether their effect stands; absent when every accepted effect is accounted for. Not cut: ids only, at most 20. */
const unaccounted = () => z.object({ taskIds: z.array(z.string()), total: z.int().positive() }).optional();

/** Someone asked for an execution; nothing has run yet. */
export const executionRequested = defineEvent({
  type: "ExecutionRequested",
  origin: "recorded",
  description: "An execution of one version of a plan was asked for.",
  schema: () =>
    z.object({
      executionId: z.string().min(1),
      planId: z.string().min(1),
      planName: z.string(),
      planVersion: z.int().positive(),
      planHash: z.string().min(1),
      executionType: executionTypeSchema,
      mode: modeSchema,
      tags: z.record(z.string(), z.string()),
      triggerSource: z.string(),
      force: z.boolean(),
      /** Go on although an account or Region could not be read for tag filters; a recovery then begins with an approval. */
      allowPartialDiscovery: z.boolean().optional(),
      /** Waits for an approval before its first waves, whatever the plan says. */
      requireApproval: z.boolean().optional(),
      /** No wave of a recovery starts before a change ticket approves of it, or people say why it goes on without. */
      changeRequired: z.boolean().optional(),
      /** Regions that are declared lost: what had which tags there is read from the last good snapshot. */
      lostRegions: z.array(z.string()).optional(),
      /** Who is told how it ended: the hash of a URL or of a task's token, never the token itself. */
      callback: z.object({ kind: z.enum(["url", "task_token"]), sha256: z.string(), host: z.string().optional() }).optional(),
      /** Absent = true: a recovery may cancel drills that hold its resources or the slot that it needs. */
      preemptDrills: z.boolean().optional(),
      /** Principal who asked: the one person who cannot approve. */
      requestedBy: z.string().optional(),
      /** Whom that principal counts as: a person, a program (`machine:…`), or null for nobody who can be told apart. Absent: the principal. */
      requestedByPerson: z.string().nullable().optional(),
      timeoutSeconds: z.number().positive().optional(),
      rtoSeconds: z.number().positive().optional(),
      rpoSeconds: z.number().nonnegative().optional(),
    }),
});

/** A slice of the frozen waves; several make up a large plan. The slices count only once `ExecutionPlanned` seals them. */
export const wavesPlanned = defineEvent({
  type: "WavesPlanned",
  origin: "recorded",
  description: "A slice of the frozen waves of an execution. A wave may be cut by tasks: slices with the same waveNumber are joined.",
  schema: () => z.object({ part: z.int().positive(), waves: z.array(waveSpecSchema) }),
});

/** The resource manifest is frozen: from here on the execution knows every task and resource. */
export const executionPlanned = defineEvent({
  type: "ExecutionPlanned",
  origin: "recorded",
  description: "The waves and resources of an execution are frozen and hashed.",
  schema: () =>
    z.object({
      parts: z.int().positive(),
      waveCount: z.int().positive(),
      taskCount: z.int().positive(),
      manifestHash: z.string().min(1),
      /** What was expected before anything ran. Absent: the planner could not read what earlier executions took. */
      estimate: estimateSchema.optional(),
      discovery: discoveredSchema.optional(),
    }),
});

/** The execution waits: for a free slot (recoveries first, then who came first), or for `resources` that drills, which give way to it, still hold. */
export const executionQueued = defineEvent({
  type: "ExecutionQueued",
  origin: "recorded",
  description: "The execution waits for a concurrency slot, or for resources that drills give up for it.",
  schema: () =>
    z.object({
      reason: z.string(),
      /** Absent where an execution that had ended waits for resources to be reopened. */
      maxConcurrentExecutions: z.int().positive().optional(),
      waitingFor: z.literal("resources").optional(),
      /** An execution that had ended is taken up again as soon as it has what it waits for, and why a person wanted it. */
      reopens: z.object({ as: z.enum(["redrive", "rollback"]), reason: z.string() }).optional(),
    }),
});

/** The execution runs. `deadlineAt` is when the whole of it times out. */
export const executionStarted = defineEvent({
  type: "ExecutionStarted",
  origin: "recorded",
  description: "The execution was admitted and runs.",
  schema: () => z.object({ deadlineAt: iso().optional() }),
});

/**
 * A wave runs, and the request to the adapters to do its tasks. A wave of many tasks is split by tasks into `parts` events below
 * the size limit, landed in the same commit. Tasks with unmet `dependsOn` are not in it; they follow as `TechnologyRequested`.
 */
export const waveStarted = defineEvent({
  type: "WaveStarted",
  origin: "recorded",
  description: "A wave began; its technologies are asked of their adapters.",
  schema: () =>
    z.object({
      executionId: z.string().min(1),
      planId: z.string().min(1),
      waveNumber: z.int().positive(),
      name: z.string(),
      part: z.int().positive(),
      parts: z.int().positive(),
      executionType: executionTypeSchema,
      mode: modeSchema,
      /** Environment of the execution, if its tag `Environment` names one: whose defaults count. */
      environment: environmentSchema.optional(),
      deadlineAt: iso().optional(),
      technologies: z.array(taskRequestSchema),
    }),
});

/** Every task of the wave is complete or skipped. */
export const waveCompleted = defineEvent({
  type: "WaveCompleted",
  origin: "recorded",
  description: "Every task of a wave is complete or skipped.",
  schema: () => z.object({ waveNumber: z.int().positive() }),
});

/** A wave ended with failures; `policy` says what follows. */
export const waveFailed = defineEvent({
  type: "WaveFailed",
  origin: "recorded",
  description: "A wave ended with at least one failed task.",
  schema: () =>
    z.object({
      waveNumber: z.int().positive(),
      policy: onFailureSchema,
      failures: z.array(z.object({ taskId: z.string(), failure: failureSchema })),
      unlisted: unlisted(),
    }),
});

/** A wave that can no longer run, because a wave that it depends on failed under `continue`. */
export const waveSkipped = defineEvent({
  type: "WaveSkipped",
  origin: "recorded",
  description: "A wave was left out because a wave that it depends on failed.",
  schema: () => z.object({ waveNumber: z.int().positive(), reason: z.string() }),
});

/** No new wave starts; running tasks are asked to stop. */
export const executionCancelRequested = defineEvent({
  type: "ExecutionCancelRequested",
  origin: "recorded",
  description: "The execution is to end; running tasks are asked to stop.",
  schema: () =>
    z.object({
      reason: z.string(),
      deadlineAt: iso(),
      /** Execution for whose sake a drill has to go: a recovery that needs its resources or its slot. */
      preemptedBy: z.string().optional(),
    }),
});

/** Every task is terminal or past its deadline: the execution is over. */
export const executionCancelled = defineEvent({
  type: "ExecutionCancelled",
  origin: "recorded",
  description: "The execution ended by cancellation.",
  schema: () => z.object({ reason: z.string(), unconfirmedTasks: z.array(z.string()), unlisted: unlisted(), unaccounted: unaccounted() }),
});

/** Completed effects are being taken back in reverse dependency order. */
export const rollbackStarted = defineEvent({
  type: "RollbackStarted",
  origin: "recorded",
  description: "Completed effects are being taken back.",
  schema: () =>
    z.object({
      reason: z.string(),
      taskIds: z.array(z.string()),
      unlisted: unlisted(),
      /** How the execution ended, or ends once this is through, when a person asked for the rollback; absent when a failed wave did. */
      onDemand: z.object({ outcome: z.enum(["failed", "cancelled"]), failure: failureSchema.optional() }).optional(),
    }),
});

/** The unwind ended; with `blockedBy` a person has to decide. */
export const rollbackCompleted = defineEvent({
  type: "RollbackCompleted",
  origin: "recorded",
  description: "The unwind ended, whole or at a point of no return.",
  schema: () =>
    z.object({
      rolledBack: z.array(z.string()),
      blockedBy: z.object({ taskId: z.string(), reason: z.string() }).optional(),
      unlisted: unlisted(),
    }),
});

/** A drill is removing what it launched. */
export const cleanupStarted = defineEvent({
  type: "CleanupStarted",
  origin: "recorded",
  description: "A drill is removing what it launched.",
  schema: () =>
    z.object({
      taskIds: z.array(z.string()),
      unlisted: unlisted(),
      outcome: z.enum(["completed", "failed", "cancelled"]),
      /** Why the drill failed; the terminal event after the clean-up repeats it. */
      failure: failureSchema.optional(),
      waveNumber: z.int().positive().optional(),
      manualInterventionRequired: z.boolean().optional(),
    }),
});

/** The drill's clean-up ended; nothing left behind is a success criterion. */
export const cleanupCompleted = defineEvent({
  type: "CleanupCompleted",
  origin: "recorded",
  description: "The drill's clean-up ended; leftovers are named.",
  schema: () => z.object({ leftovers: z.array(z.object({ taskId: z.string(), resource: z.string() })), unlisted: unlisted() }),
});

/** The execution reached its goal. `skippedTasks` and `failedWaves` say what it did without. */
export const executionCompleted = defineEvent({
  type: "ExecutionCompleted",
  origin: "recorded",
  description: "The execution reached its goal.",
  schema: () =>
    z.object({
      skippedTasks: z.array(z.string()),
      failedWaves: z.array(z.int().positive()),
      unlisted: unlisted(),
      unaccounted: unaccounted(),
    }),
});

/** The execution ended without reaching its goal. */
export const executionFailed = defineEvent({
  type: "ExecutionFailed",
  origin: "recorded",
  description: "The execution ended without reaching its goal.",
  schema: () =>
    z.object({
      failure: failureSchema,
      waveNumber: z.int().positive().optional(),
      manualInterventionRequired: z.boolean(),
      unaccounted: unaccounted(),
    }),
});

/** A failed or cancelled execution runs again from its first unfinished wave; completed effects are kept. */
export const executionRedriven = defineEvent({
  type: "ExecutionRedriven",
  origin: "recorded",
  description: "A failed or cancelled execution runs again from its first unfinished wave.",
  schema: () => z.object({ fromWave: z.int().positive(), reason: z.string(), deadlineAt: iso().optional() }),
});

/** A running recovery changed between planned and unplanned; later requests carry the new mode. */
export const executionModeSwitched = defineEvent({
  type: "ExecutionModeSwitched",
  origin: "recorded",
  description: "A running recovery changed between planned and unplanned.",
  schema: () => z.object({ from: modeSchema, to: modeSchema, reason: z.string() }),
});

/** Another Region leads from here on: commits of a lower epoch are refused. Outstanding work follows with the same operation ids. */
export const leadershipTaken = defineEvent({
  type: "LeadershipTaken",
  origin: "recorded",
  description: "Another Region took this execution over.",
  schema: () =>
    z.object({
      epoch: z.int().positive(),
      region: z.string(),
      reason: z.string(),
      reissued: z.array(taskRequestSchema.shape.taskId),
      unlisted: unlisted(),
    }),
});
