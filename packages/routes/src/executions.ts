/** Rows of executions: start, list, read, and what happened in them. */
import { executionTypeSchema, lazyStrictObject, modeSchema, regionName, SHOWN_STATUSES, tagsSchema } from "@dr/events";
import * as z from "zod";
import { callbackSchema, endsAfterBegin, executionParams, noQuery, pageQuery, PERIOD_REFUSAL, zoneSchema } from "./parameters.ts";
import { reportFormat, REPORT_TYPES } from "./report-format.ts";
import { defineRoute } from "./route.ts";

const startBody = lazyStrictObject(() => ({
  callback: callbackSchema.optional(),
  planId: z.string().min(1),
  executionType: executionTypeSchema,
  mode: modeSchema
    .default("planned")
    .meta({ description: "`unplanned` says that the primary side is dead: no check demands that it lives" }),
  tags: tagsSchema.default({}),
  force: z.boolean().default(false).meta({
    description:
      "start although another execution of the plan runs, where their resources differ; one that is only queued is cancelled, and replaced",
  }),
  requireApproval: z.boolean().optional().meta({ description: "wait for an approval before the first waves, whatever the plan says" }),
  changeRequired: z.boolean().optional().meta({
    description: "a recovery starts no wave before a change ticket approves of it; a plan that says so cannot be overruled here",
  }),
  allowPartialDiscovery: z.boolean().optional().meta({
    description: "go on although an account or Region could not be read for tag filters; a recovery then begins with an approval",
  }),
  lostRegions: z
    .array(regionName)
    .max(50)
    .optional()
    .meta({ description: "Regions that are lost: what had which tags there is read from the last good look" }),
  triggerSource: z.string().min(1).max(256).optional().meta({ description: "default: the tag `TriggerSource`, then `API`" }),
}));

const eventsQuery = lazyStrictObject(() => ({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
}));

/** `/executions`, `/executions/{executionId}` and what is read below it. */
export const executionRows = {
  startExecution: defineRoute({
    method: "POST",
    path: "/executions",
    access: "execution.start_drill",
    further: { "execution.start_recovery": "for `executionType: recovery`" },
    rate: "start",
    waits: true,
    query: noQuery,
    body: startBody,
  }),
  listExecutions: defineRoute({
    method: "GET",
    path: "/executions",
    access: "execution.read",
    rate: "list",
    query: lazyStrictObject(() => ({
      ...pageQuery.shape,
      status: z.enum(SHOWN_STATUSES).optional(),
      planId: z.string().min(1).max(128).optional(),
      executionType: executionTypeSchema.optional(),
      tag: z
        .string()
        .max(2_000)
        .regex(/^[^=,]+=[^,]*(?:,[^=,]+=[^,]*)*$/, "expected key=value")
        .optional(),
      from: z.iso.datetime({ offset: true }).optional().meta({ description: "asked for at this time or later" }),
      to: z.iso.datetime({ offset: true }).optional().meta({ description: "asked for before this time" }),
    })).refine(endsAfterBegin, PERIOD_REFUSAL),
  }),
  getExecution: defineRoute({
    method: "GET",
    path: "/executions/{executionId}",
    access: "execution.read",
    rate: "read",
    params: executionParams,
    query: noQuery,
  }),
  getExecutionStatus: defineRoute({
    method: "GET",
    path: "/executions/{executionId}/status",
    waits: true,
    access: "execution.read",
    rate: "read",
    params: executionParams,
    query: noQuery,
  }),
  listExecutionEvents: defineRoute({
    method: "GET",
    path: "/executions/{executionId}/events",
    access: "execution.read",
    rate: "read",
    params: executionParams,
    query: eventsQuery,
  }),
  getExecutionTimeline: defineRoute({
    method: "GET",
    path: "/executions/{executionId}/timeline",
    access: "execution.read",
    rate: "read",
    params: executionParams,
    query: noQuery,
  }),
  exportExecution: defineRoute({
    method: "GET",
    path: "/executions/{executionId}/export",
    access: "execution.read",
    produces: Object.values(REPORT_TYPES),
    rate: "heavy",
    params: executionParams,
    query: lazyStrictObject(() => ({
      format: reportFormat,
      zone: zoneSchema,
    })),
  }),
};
