/** The part of an execution that is shown. */
import * as z from "zod";

const iso = z.string().nullish();
const failureSchema = z.looseObject({ code: z.string(), message: z.string() });

const taskSchema = z.looseObject({
  taskId: z.string(),
  type: z.string(),
  operation: z.string(),
  status: z.string(),
  resources: z.array(z.string()).default([]),
  progress: z.looseObject({ percent: z.number().nullish(), message: z.string().nullish() }).nullish(),
  failure: failureSchema.nullish(),
});

const waveSchema = z.looseObject({ waveNumber: z.number(), name: z.string(), status: z.string(), technologies: z.array(taskSchema) });

const actionSchema = z.looseObject({
  action: z.string(),
  youMay: z.boolean().optional(),
  whoMay: z.array(z.string()).default([]),
  taskIds: z.array(z.string()).optional(),
});

const nextSchema = z.looseObject({
  why: z.string(),
  waitingFor: z.string(),
  until: iso,
  whoMay: z.array(z.string()).default([]),
  nextActions: z.array(actionSchema).default([]),
});

const objective = { targetSeconds: z.number().nullable(), verdict: z.string().nullable() };

/** An execution as `GET /executions/{id}` shows it. */
export const executionSchema = z.looseObject({
  executionId: z.string(),
  version: z.number(),
  planId: z.string(),
  planName: z.string(),
  planHash: z.string(),
  manifestHash: z.string().nullish(),
  executionType: z.string(),
  mode: z.enum(["planned", "unplanned"]),
  status: z.string(),
  requestedAt: iso,
  finishedAt: iso,
  failure: failureSchema.nullish(),
  pause: z.looseObject({ pauseId: z.string(), reason: z.string() }).nullish(),
  rto: z.looseObject({ ...objective, actualSeconds: z.number().nullable(), pausedSeconds: z.number() }),
  rpo: z.looseObject({
    ...objective,
    worst: z.looseObject({ seconds: z.number().nullable(), method: z.string(), confidence: z.string() }).nullable(),
  }),
  estimate: z
    .looseObject({
      rtoSeconds: z.number(),
      atLeast: z.boolean(),
      workedSeconds: z.number().nullable(),
      differenceSeconds: z.number().nullable(),
    })
    .optional(),
  exercised: z.looseObject({ effects: z.number(), of: z.number() }).optional(),
  leftovers: z.array(z.looseObject({ taskId: z.string(), resource: z.string() })).default([]),
  waves: z.array(waveSchema),
  next: nextSchema.optional(),
});

/** An execution that is shown. */
export type ExecutionView = z.infer<typeof executionSchema>;

const ENDED = new Set(["completed", "failed", "cancelled"]);

/** True when nothing more happens by itself. */
export function isOver({ status }: Pick<ExecutionView, "status">): boolean {
  return ENDED.has(status);
}
