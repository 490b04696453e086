/** Bodies of answers. Loose: a later version may say more, and a client must not break on it. */
import { estimateSchema, executionTypeSchema, lazyLooseObject, modeSchema, SHOWN_STATUSES } from "@dr/events";
import * as z from "zod";
import { secretShownOnce } from "./shown-once.ts";

const status = () => z.enum(SHOWN_STATUSES);
const time = () => z.string().meta({ description: "ISO 8601, UTC", examples: ["2026-11-23T04:00:00.000Z"] });
const count = () => z.number().nonnegative();
const anything = () => z.record(z.string(), z.unknown());

/** One wrong place in the input. */
export const issueSchema = lazyLooseObject(() => ({
  path: z.string().meta({ examples: ["waves[2].dependencies[0]"] }),
  code: z.string(),
  message: z.string(),
  expected: z.string().optional(),
  line: count().optional(),
  column: count().optional(),
})).meta({ id: "Issue" });

/** The body of every 4xx and 5xx. */
export const problemSchema = lazyLooseObject(() => ({
  type: z.string(),
  title: z.string(),
  status: count(),
  code: z.string().meta({ description: "branch on this" }),
  detail: z.string(),
  instance: z.string(),
  correlationId: z.string(),
  hint: z.string().optional().meta({ description: "the next step" }),
  errors: z.array(issueSchema).optional(),
  details: anything().optional(),
})).meta({ id: "Problem", description: "RFC 9457" });

const unresolvedFields = () => ({
  unresolved: z
    .array(
      lazyLooseObject(() => ({
        taskId: z.string(),
        code: z.string(),
        message: z.string(),
        technology: z.string().optional(),
        because: z.string().optional().meta({ description: "`nobody_answered`: the adapter could not be asked; absent: it is not there" }),
      })),
    )
    .optional()
    .meta({ description: "what it names of which nobody knew, when it was saved, that it is there" }),
  unresolvedUnlisted: count().optional().meta({ description: "how many more there are than are listed" }),
});

const versionSummary = () => ({
  planId: z.string(),
  name: z.string(),
  version: count(),
  planHash: z.string(),
  waveCount: count(),
  taskCount: count(),
  pointOfNoReturn: z.unknown().optional(),
  ...unresolvedFields(),
  createdAt: time(),
});

/** What was saved. */
export const savedPlanSchema = lazyLooseObject(() => ({ ...versionSummary(), warnings: z.array(issueSchema) })).meta({ id: "SavedPlan" });

/** A whole version. */
export const planSchema = lazyLooseObject(() => ({ ...versionSummary(), waves: z.array(anything()) })).meta({
  id: "Plan",
  description: "A version of a plan; PUT takes it back as it is.",
});

/** The waves of a version. */
export const planWavesSchema = lazyLooseObject(() => ({
  planId: z.string(),
  version: count(),
  planHash: z.string(),
  waves: z.array(anything()),
  ...unresolvedFields(),
})).meta({ id: "PlanWaves" });

/** The versions of a plan. */
export const planVersionsSchema = lazyLooseObject(() => ({
  planId: z.string(),
  currentVersion: count(),
  deleted: z.boolean(),
  deletedAt: time().optional(),
  versions: z.array(z.looseObject(versionSummary())),
})).meta({ id: "PlanVersions" });

/** A page of plans. */
export const planListSchema = lazyLooseObject(() => ({
  plans: z.array(
    z.looseObject({
      planId: z.string(),
      name: z.string(),
      version: count(),
      planHash: z.string(),
      waveCount: count(),
      taskCount: count(),
      updatedAt: time(),
      unresolved: count(),
    }),
  ),
  nextCursor: z.string().optional(),
})).meta({ id: "PlanList" });

/** An execution that was asked for. */
export const startedSchema = lazyLooseObject(() => ({
  executionId: z.string(),
  planId: z.string(),
  planVersion: count(),
  status: status(),
  statusUrl: z.string(),
  callback: z.looseObject({ kind: z.enum(["url", "task_token"]), id: z.string(), secret: secretShownOnce.optional() }).optional(),
})).meta({ id: "StartedExecution" });

const statusFields = () => ({
  executionId: z.string(),
  planId: z.string(),
  status: status(),
  executionType: executionTypeSchema,
  mode: modeSchema,
  currentWave: count().nullable(),
  waveCount: count(),
  tasks: z.record(z.string(), count()).meta({ description: "tasks by status" }),
  degraded: z.boolean(),
  manualInterventionRequired: z.boolean(),
  pauseRequested: anything().nullable(),
  pause: anything().nullable(),
  requestedAt: time().nullable(),
  startedAt: time().nullable(),
  finishedAt: time().nullable(),
  deadlineAt: time().nullable(),
  estimatedCompletion: time().nullable().optional().meta({
    description:
      "when it should be over, by what earlier executions took; people's decisions on the way are not in it; null while nobody can say",
  }),
});

/** Where an execution stands. */
export const executionStatusSchema = lazyLooseObject(() => statusFields()).meta({ id: "ExecutionStatus" });

/** A whole execution. */
export const executionSchema = lazyLooseObject(() => ({
  ...statusFields(),
  planName: z.string(),
  planVersion: count(),
  planHash: z.string(),
  manifestHash: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  triggerSource: z.string(),
  requestedBy: z.string().nullable(),
  epoch: count(),
  waves: z.array(anything()),
  rto: anything(),
  rpo: anything(),
  estimate: z
    .looseObject({ ...estimateSchema.shape, workedSeconds: z.number().nullable(), differenceSeconds: z.number().nullable() })
    .optional()
    .meta({ description: "what was expected when it was planned, what it really took without pauses, and how much longer that was" }),
  version: count(),
})).meta({ id: "Execution" });

/** A page of executions. */
export const executionListSchema = lazyLooseObject(() => ({
  executions: z.array(
    z.looseObject({
      executionId: z.string(),
      planId: z.string(),
      planName: z.string(),
      status: status(),
      requestedAt: time(),
      finishedAt: time().optional(),
      currentWave: count().nullable(),
      waveCount: count(),
      executionType: executionTypeSchema,
      mode: modeSchema,
      requestedBy: z.string().nullable(),
      version: count(),
    }),
  ),
  nextCursor: z.string().optional(),
})).meta({ id: "ExecutionList" });

/** A page of an execution's events. */
export const eventsSchema = lazyLooseObject(() => ({
  executionId: z.string(),
  events: z.array(anything()),
  headVersion: count(),
  nextAfter: count().optional(),
})).meta({ id: "ExecutionEvents" });

/** An execution along its time. */
export const timelineSchema = lazyLooseObject(() => ({
  executionId: z.string(),
  startedAt: time().nullable(),
  finishedAt: time().nullable(),
  bars: z.array(z.looseObject({ kind: z.string(), label: z.string(), status: z.string(), from: time(), to: time().nullable() })),
  entries: z.array(z.looseObject({ at: time(), type: z.string(), text: z.string(), kind: z.string(), actor: z.string().optional() })),
})).meta({ id: "Timeline" });

/** Plans and what was proven of them in a period. */
export const complianceSchema = lazyLooseObject(() => ({
  from: time(),
  to: time(),
  madeAt: time(),
  plans: z.array(
    z.looseObject({
      planId: z.string(),
      name: z.string(),
      version: count(),
      lastDrill: anything().nullable(),
      lastRecovery: anything().nullable(),
      gaps: z.array(z.looseObject({ code: z.string(), message: z.string() })),
    }),
  ),
  nextCursor: z.string().optional(),
})).meta({ id: "ComplianceReport" });

/** An export that can be verified without the platform. */
export const exportSchema = lazyLooseObject(() => ({
  format: z.literal("dr-orchestration-export"),
  formatVersion: count(),
  streamId: z.string(),
  head: anything(),
  commits: z.array(anything()),
  execution: anything(),
  exportedAt: time(),
  estate: z.string(),
  signature: z.unknown().optional(),
})).meta({ id: "ExecutionExport" });

/** What became of a take-over. */
export const takeOverSchema = lazyLooseObject(() => ({
  epoch: count(),
  region: z.string(),
  complete: z.boolean(),
  takenOver: count(),
  results: z.array(anything()),
})).meta({ id: "TakeOver" });

/** The registry of technologies. */
export const technologiesSchema = lazyLooseObject(() => ({ technologies: z.array(anything()), unusable: z.array(z.unknown()) })).meta({
  id: "Technologies",
});

/** A caller as the platform sees it. */
export const whoAmISchema = lazyLooseObject(() => ({
  principal: z.string(),
  roles: z.array(z.string()),
  permissions: z.array(z.string()),
  person: z.string().nullable().meta({ description: "whom the caller counts as in approvals; null: nobody who can be told apart" }),
  personBecause: z.string(),
  authMode: z.string(),
})).meta({ id: "WhoAmI" });

/** Where the API runs. */
export const healthSchema = lazyLooseObject(() => ({
  status: z.string(),
  time: time(),
  region: z.string(),
  stage: z.string(),
  estate: z.string(),
  epoch: count().nullable(),
  leader: z.string().nullable(),
})).meta({
  id: "Health",
  description: "`leader` is the Region that leads, `epoch` the number of its term; null while the log cannot be read",
});
