/** Rows of technologies: what is deployed, what adapters know, and single operations without a saved plan. */
import { executionTypeSchema, lazyObject, modeSchema, regionName, tagsSchema } from "@dr/events";
import * as z from "zod";
import { callbackSchema, noQuery, targetAccountId } from "./parameters.ts";
import { defineRoute } from "./route.ts";

/** A part of a path, with what it means and an example. */
const part = (max: number, description: string, ...examples: string[]) =>
  z
    .string()
    .min(1)
    .max(max)
    .meta({ description, ...(examples.length > 0 ? { examples } : {}) });

const technologyParams = lazyObject(() => ({ technology: part(64, "a registered technology", "database") }));

/** By the same name as an operation: two names for one place of a path would be two paths that no client can tell apart. */
const askParams = lazyObject(() => ({ ...technologyParams.shape, operation: part(64, "a query of the adapter", "clusters") }));

const runParams = lazyObject(() => ({ ...technologyParams.shape, operation: part(64, "an operation of the technology", "failover") }));

const operationParams = lazyObject(() => ({
  ...technologyParams.shape,
  operationId: part(400, "`operationId` of the answer that started it: an execution, or `<executionId>:<taskId>`"),
}));

const technologyExecutionParams = lazyObject(() => ({ ...technologyParams.shape, executionId: z.string().min(1).max(200) }));

/** Members of a body that are the platform's; every other one is a resource or a setting of the operation. */
export const singleOperationFields = lazyObject(() => ({
  executionType: executionTypeSchema.optional().meta({ description: "default: recovery; for the operation `drill`: drill" }),
  mode: modeSchema.default("planned"),
  tags: tagsSchema.default({}),
  force: z.boolean().default(false),
  triggerSource: z.string().min(1).max(256).optional(),
  callback: callbackSchema.optional(),
  resources: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: "resources as a plan writes them, beside those that stand in the body itself" }),
  config: z.record(z.string(), z.unknown()).optional().meta({ description: "settings as a plan writes them" }),
  validation: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: "gates as a plan writes them under `validation`, such as requireManualApproval" }),
  timeoutSeconds: z.number().positive().max(31_622_400).optional(),
  requireApproval: z.boolean().default(false).meta({ description: "wait for a second person before anything is done" }),
  executionId: z.string().min(1).max(200).optional().meta({
    description: "act on what this execution's tasks of the technology acted on, e.g. to terminate what a drill launched",
  }),
}));

/** `/technologies/{technology}…` */
export const technologyRows = {
  getTechnology: defineRoute({
    method: "GET",
    path: "/technologies/{technology}",
    access: "discovery.read",
    rate: "read",
    params: technologyParams,
    query: noQuery,
  }),
  askTechnology: defineRoute({
    method: "GET",
    path: "/technologies/{technology}/{operation}",
    access: "discovery.read",
    rate: "heavy",
    params: askParams,
    query: lazyObject(() => ({
      region: regionName.optional(),
      accountId: targetAccountId()
        .optional()
        .meta({ description: "a registered account, where the adapter looks in the place of the installation's own" }),
    })).catchall(z.string().max(2_000)),
  }),
  runOperation: defineRoute({
    method: "POST",
    path: "/technologies/{technology}/{operation}",
    access: "operation.run",
    further: {
      "execution.start_recovery": "unless `executionType` is `drill`",
      "instance.terminate": "for operations that terminate instances",
    },
    rate: "start",
    waits: true,
    params: runParams,
    query: noQuery,
    body: singleOperationFields.loose(),
  }),
  getOperationStatus: defineRoute({
    method: "GET",
    path: "/technologies/{technology}/operations/{operationId}/status",
    access: "execution.read",
    rate: "read",
    params: operationParams,
    query: noQuery,
  }),
  getOperationResults: defineRoute({
    method: "GET",
    path: "/technologies/{technology}/operations/{operationId}/results",
    access: "execution.read",
    rate: "read",
    params: operationParams,
    query: noQuery,
  }),
  getTechnologyStatus: defineRoute({
    method: "GET",
    path: "/technologies/{technology}/status/{operationId}",
    access: "execution.read",
    rate: "read",
    params: operationParams,
    query: noQuery,
  }),
  getTechnologyExecution: defineRoute({
    method: "GET",
    path: "/technologies/{technology}/executions/{executionId}",
    access: "execution.read",
    rate: "read",
    params: technologyExecutionParams,
    query: noQuery,
  }),
};
