/** Rows of executions: start, list, read, and what happened in them. */
import { tagsSchema } from "@dr/domain";
import { executionTypeSchema, modeSchema } from "@dr/events";
import * as z from "zod";
import {
  eventsSchema,
  EXECUTION_STATUSES,
  executionListSchema,
  executionSchema,
  executionStatusSchema,
  exportSchema,
  startedSchema,
  timelineSchema,
} from "./answers.ts";
import { callbackSchema, executionParams, noQuery, pageQuery, regionName, zoneSchema } from "./parameters.ts";
import { CALLBACK_PROBLEMS, defineRoute } from "./route.ts";

const startBody = z.strictObject({
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
});

const eventsQuery = z.strictObject({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/** `/executions`, `/executions/{executionId}` and what is read below it. */
export const executionRows = {
  startExecution: defineRoute({
    method: "POST",
    path: "/executions",
    tag: "executions",
    summary: "Start a drill or a recovery",
    description: "With `Prefer: wait=20` the answer waits (at most 25 s) until the execution ended or waits for people.",
    access: "execution.start_drill",
    further: { "execution.start_recovery": "for `executionType: recovery`" },
    rate: "start",
    waits: true,
    query: noQuery,
    body: startBody,
    examples: [{ summary: "A drill", value: { planId: "orders", executionType: "drill" } }],
    answers: { 202: { description: "Asked for; see `location`", body: startedSchema, headers: ["location", "retry-after"] } },
    problems: [
      "plan.not_found",
      "plan.incomplete_version",
      "execution.already_exists",
      "execution.gate_unreachable",
      "execution.plan_already_active",
      "execution.resource_conflict",
      ...CALLBACK_PROBLEMS,
    ],
  }),
  listExecutions: defineRoute({
    method: "GET",
    path: "/executions",
    tag: "executions",
    summary: "List executions, newest first",
    access: "execution.read",
    rate: "list",
    description:
      "A page that filters leave short, or empty, goes on where it has a `nextCursor`. `tag` is `key=value`, or several with commas between, which must all fit.",
    query: pageQuery.extend({
      status: z.enum(EXECUTION_STATUSES).optional(),
      planId: z.string().min(1).max(128).optional(),
      executionType: executionTypeSchema.optional(),
      tag: z
        .string()
        .max(2_000)
        .regex(/^[^=,]+=[^,]*(?:,[^=,]+=[^,]*)*$/, "expected key=value")
        .optional(),
      from: z.iso.datetime({ offset: true }).optional().meta({ description: "asked for at this time or later" }),
      to: z.iso.datetime({ offset: true }).optional().meta({ description: "asked for before this time" }),
    }),
    answers: { 200: { description: "A page", body: executionListSchema } },
    problems: ["history.invalid_cursor"],
  }),
  getExecution: defineRoute({
    method: "GET",
    path: "/executions/{executionId}",
    tag: "executions",
    summary: "Read a whole execution",
    access: "execution.read",
    rate: "read",
    params: executionParams,
    query: noQuery,
    answers: { 200: { description: "The execution", body: executionSchema, headers: ["etag"] } },
    problems: ["execution.not_found"],
  }),
  getExecutionStatus: defineRoute({
    method: "GET",
    path: "/executions/{executionId}/status",
    tag: "executions",
    waits: true,
    summary: "Read where an execution stands",
    description:
      "Small at any size of plan. A poll with `If-None-Match` costs one read, and with `Prefer: wait=20` it is held until something happened.",
    access: "execution.read",
    rate: "read",
    params: executionParams,
    query: noQuery,
    answers: { 200: { description: "The status", body: executionStatusSchema, headers: ["etag"] } },
    problems: ["execution.not_found"],
  }),
  listExecutionEvents: defineRoute({
    method: "GET",
    path: "/executions/{executionId}/events",
    tag: "executions",
    summary: "Read the events of an execution",
    description: "The envelopes that went over the bus, oldest first.",
    access: "execution.read",
    rate: "read",
    params: executionParams,
    query: eventsQuery,
    answers: { 200: { description: "A page", body: eventsSchema, headers: ["etag"] } },
    problems: ["execution.not_found"],
  }),
  getExecutionTimeline: defineRoute({
    method: "GET",
    path: "/executions/{executionId}/timeline",
    tag: "executions",
    summary: "Read what happened when",
    description: "Bars of waves, tasks and pauses, and every event in words.",
    access: "execution.read",
    rate: "read",
    params: executionParams,
    query: noQuery,
    answers: { 200: { description: "The timeline", body: timelineSchema, headers: ["etag"] } },
    problems: ["execution.not_found"],
  }),
  exportExecution: defineRoute({
    method: "GET",
    path: "/executions/{executionId}/export",
    tag: "executions",
    summary: "Export an execution",
    description:
      "`json` is the evidence: every commit, results per wave and technology, the canonical reference of every written name, and a signed head; `dr verify` checks it without the platform. `csv` is a table of tasks and resources, `html` a report that loads nothing, for people, phones and paper.",
    access: "execution.read",
    rate: "heavy",
    params: executionParams,
    query: z.strictObject({
      format: z.enum(["json", "csv", "html"]).default("json"),
      zone: zoneSchema,
    }),
    answers: { 200: { description: "The export", body: exportSchema, types: ["text/csv", "text/html"], headers: ["content-disposition"] } },
    problems: ["execution.not_found", "http.response_too_large"],
  }),
};
