/** Words of the rows of technologies: what is deployed, what adapters know, and single operations without a saved plan. */
import { lazyLooseObject } from "@dr/events";
import * as z from "zod";
import { CALLBACK_PROBLEMS } from "../route.ts";
import { defineWords } from "./words.ts";

const startedOperation = lazyLooseObject(() => ({
  operationId: z.string(),
  executionId: z.string(),
  planId: z.string(),
  technology: z.string(),
  operation: z.string(),
  status: z.string(),
  statusUrl: z.string(),
  resultsUrl: z.string(),
})).meta({ id: "StartedOperation" });

const time = () => z.string().meta({ description: "ISO 8601, UTC" });

const task = lazyLooseObject(() => ({ taskId: z.string(), operation: z.string(), status: z.string(), resources: z.array(z.string()) }));

const operationStatus = lazyLooseObject(() => ({
  operationId: z.string(),
  executionId: z.string(),
  technology: z.string(),
  status: z
    .string()
    .meta({ description: "in_progress, completed, failed, …: that of the task, or of the execution before its task is planned" }),
  executionStatus: z.string(),
  progress: z.int().min(0).max(100).nullable().optional().meta({
    description: "percent, the mean over the tasks as their adapters last told it; null before they are planned",
  }),
  estimatedCompletion: time().nullable().optional().meta({ description: "when the execution should be over; null while nobody can say" }),
  tasks: z.array(task),
})).meta({ id: "OperationStatus" });

const operationResults = lazyLooseObject(() => ({
  operationId: z.string(),
  executionId: z.string(),
  technology: z.string(),
  status: z.string(),
  executionTime: z
    .string()
    .nullable()
    .meta({ description: "ISO 8601 duration", examples: ["PT4M12S"] }),
  nextPhaseReady: z.boolean().meta({ description: "everything that was asked for was done" }),
  validationRequired: z.boolean().optional().meta({ description: "an effect is unaccounted for: a person has to look" }),
  recoveredInstances: z.array(z.looseObject({})).optional().meta({ description: "what DRS launched" }),
  failedOverResources: z.array(z.string()).optional().meta({ description: "what is where it was to go" }),
  performanceMetrics: z
    .looseObject({
      totalExecutionTime: z.number().nullable(),
      waveExecutionTimes: z.record(z.string(), z.number().nullable()),
      serverLaunchTimes: z.record(z.string(), z.number()).optional(),
      pauseResumeCycles: z.int(),
    })
    .optional()
    .meta({ description: "seconds" }),
  enterpriseMetadata: z.looseObject({ technologyType: z.string(), nextPhaseReady: z.boolean() }).optional(),
  results: z.array(task),
})).meta({ id: "OperationResults" });

const technologySchema = lazyLooseObject(() => ({
  technology: z.string(),
  version: z.string(),
  operations: z.array(z.looseObject({ name: z.string(), description: z.string(), reversibility: z.string() })),
  hasQueries: z.boolean(),
  queriesUrl: z.string().optional().meta({ description: "tells which queries there are; absent where there are none" }),
})).meta({ id: "Technology" });

const UNKNOWN = ["technology.not_found", "registry.unavailable"] as const;

const FOUND = ["execution.not_found", "operation.not_found"] as const;

/** `/technologies/{technology}…` */
export const technologyWords = defineWords({
  getTechnology: {
    tag: "technologies",
    summary: "Read what a technology can do",
    answers: { 200: { description: "Its operations, with their schemas", body: technologySchema, headers: ["etag"] } },
    problems: [...UNKNOWN],
  },
  askTechnology: {
    tag: "technologies",
    summary: "Ask an adapter what it sees",
    description:
      "Clusters, recovery plans, quotas: whatever queries the adapter has; its query `queries` lists them. Nothing is changed. Parameters are those of the query; with `accountId` it looks in another account, by that account's role `DR-Cross-Account-Target-Role-ReadOnly`.",
    answers: { 200: { description: "The adapter's answer", body: z.record(z.string(), z.unknown()).meta({ id: "AdapterAnswer" }) } },
    problems: [
      ...UNKNOWN,
      "query.not_found",
      "account.not_found",
      "resource.not_found",
      "query.invalid_input",
      "query.not_set_up",
      "query.failed",
      "query.unavailable",
    ],
  },
  runOperation: {
    tag: "technologies",
    summary: "Run one operation, without a saved plan",
    description:
      "An execution of one wave with one task, by the same way and with the same audit as every other. What is not named below is a resource or a setting of the operation. For `drs`, `executions` is `recovery` or `drill` by `executionType`.",
    examples: [{ summary: "Fail a cluster over", value: { clusters: ["orders"], mode: "planned", executionType: "recovery" } }],
    answers: { 202: { description: "Asked for; see `location`", body: startedOperation, headers: ["location", "retry-after"] } },
    problems: [
      ...UNKNOWN,
      "operation.not_found",
      "execution.not_found",
      "plan.invalid",
      "plan.too_large",
      "plan.malformed",
      "plan.not_found",
      "execution.already_exists",
      "execution.plan_already_active",
      "execution.resource_conflict",
      ...CALLBACK_PROBLEMS,
    ],
  },
  getOperationStatus: {
    tag: "technologies",
    summary: "Read where an operation stands",
    answers: { 200: { description: "The status", body: operationStatus, headers: ["etag"] } },
    problems: [...FOUND],
  },
  getOperationResults: {
    tag: "technologies",
    summary: "Read what came of an operation",
    answers: { 200: { description: "The results", body: operationResults, headers: ["etag"] } },
    problems: [...FOUND, "operation.not_finished"],
  },
  getTechnologyStatus: {
    tag: "technologies",
    summary: "Read where an operation stands, by the shorter path",
    answers: { 200: { description: "The status", body: operationStatus, headers: ["etag"] } },
    problems: [...FOUND],
  },
  getTechnologyExecution: {
    tag: "technologies",
    summary: "Read a technology's part of an execution",
    answers: { 200: { description: "Its tasks, and where they stand", body: operationStatus, headers: ["etag"] } },
    problems: [...FOUND],
  },
});
