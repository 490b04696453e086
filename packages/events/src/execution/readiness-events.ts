/** Is what a wave would act on ready? Asked of the adapters before anything is touched, and what they saw. */
import { lazyObject } from "../lazy-object.ts";
import * as z from "zod";
import { defineEvent } from "../define-event.ts";
import { environmentSchema, executionTypeSchema, modeSchema, taskRequestSchema } from "../task.ts";

/** A task as it is asked about: what it would act on, and how. */
const askedTaskSchema = () =>
  taskRequestSchema
    .pick({ taskId: true, type: true, operation: true, resources: true, config: true, validation: true, target: true })
    .extend({
      waveNumber: z.int().positive(),
    });

/**
 * The adapters of these tasks are asked to look, as the tasks would, and to change nothing. `at: "planning"` asks about every wave when the execution
 * begins; `at: "wave"` once more about waves that are about to start. Who has not answered by `deadlineAt` is not waited for.
 */
export const readinessRequested = defineEvent({
  type: "ReadinessRequested",
  origin: "recorded",
  description: "Adapters are asked whether what their tasks would act on is ready.",
  schema: () =>
    z.object({
      executionId: z.string().min(1),
      planId: z.string().min(1),
      /** Names the question: an answer repeats it. */
      checkId: z.string().min(1),
      at: z.enum(["planning", "wave"]),
      part: z.int().positive(),
      parts: z.int().positive(),
      executionType: executionTypeSchema,
      mode: modeSchema,
      environment: environmentSchema.optional(),
      deadlineAt: z.iso.datetime(),
      technologies: z.array(askedTaskSchema()),
    }),
});

/** One thing seen on one resource; `passing`: it passes by itself, and the task would wait for it. */
export const readinessCheckSchema = lazyObject(() => ({
  resource: z.string(),
  code: z.string().min(1),
  severity: z.enum(["block", "warn", "info"]),
  message: z.string(),
  passing: z.literal(true).optional(),
  evidence: z.record(z.string(), z.unknown()).optional(),
}));
/** One thing seen on one resource. */
export type ReadinessCheckData = z.infer<typeof readinessCheckSchema>;

/** What an adapter saw of the tasks that it was asked about. */
export const readinessReported = defineEvent({
  type: "ReadinessReported",
  origin: "both",
  description: "An adapter told whether what its tasks would act on is ready, check by check.",
  schema: () =>
    z.object({
      executionId: z.string().min(1),
      checkId: z.string().min(1),
      technology: z.string().min(1),
      tasks: z.array(
        z.object({
          taskId: z.string().min(1),
          /** False as soon as one check blocks. */
          ready: z.boolean(),
          checks: z.array(readinessCheckSchema),
          /** How many more there are: those that block come first. */
          unlisted: z.int().positive().optional(),
        }),
      ),
    }),
});
