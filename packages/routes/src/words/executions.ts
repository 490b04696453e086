/** Words of the rows of executions: start, list, read, and what happened in them. */
import {
  eventsSchema,
  executionListSchema,
  executionSchema,
  executionStatusSchema,
  exportSchema,
  startedSchema,
  timelineSchema,
} from "../answers.ts";
import { CALLBACK_PROBLEMS } from "../route.ts";
import { defineWords } from "./words.ts";

/** `/executions`, `/executions/{executionId}` and what is read below it. */
export const executionWords = defineWords({
  startExecution: {
    tag: "executions",
    summary: "Start a drill or a recovery",
    description: "With `Prefer: wait=20` the answer waits (at most 25 s) until the execution ended or waits for people.",
    examples: [{ summary: "A drill", value: { planId: "orders", executionType: "drill" } }],
    answers: { 202: { description: "Asked for; see `location`", body: startedSchema, headers: ["location", "retry-after"] } },
    problems: [
      "plan.not_found",
      "plan.incomplete_version",
      "execution.already_exists",
      "execution.gate_unreachable",
      "execution.region_not_allowed",
      "execution.plan_already_active",
      "execution.resource_conflict",
      ...CALLBACK_PROBLEMS,
    ],
  },
  listExecutions: {
    tag: "executions",
    summary: "List executions, newest first",
    description:
      "A page that filters leave short, or empty, goes on where it has a `nextCursor`. `tag` is `key=value`, or several with commas between, which must all fit.",
    answers: { 200: { description: "A page", body: executionListSchema } },
    problems: ["history.invalid_cursor"],
  },
  getExecution: {
    tag: "executions",
    summary: "Read a whole execution",
    answers: { 200: { description: "The execution", body: executionSchema, headers: ["etag"] } },
    problems: ["execution.not_found"],
  },
  getExecutionStatus: {
    tag: "executions",
    summary: "Read where an execution stands",
    description:
      "Small at any size of plan. A poll with `If-None-Match` costs one read, and with `Prefer: wait=20` it is held until something happened.",
    answers: { 200: { description: "The status", body: executionStatusSchema, headers: ["etag"] } },
    problems: ["execution.not_found"],
  },
  listExecutionEvents: {
    tag: "executions",
    summary: "Read the events of an execution",
    description: "The envelopes that went over the bus, oldest first.",
    answers: { 200: { description: "A page", body: eventsSchema, headers: ["etag"] } },
    problems: ["execution.not_found"],
  },
  getExecutionTimeline: {
    tag: "executions",
    summary: "Read what happened when",
    description: "Bars of waves, tasks and pauses, and every event in words.",
    answers: { 200: { description: "The timeline", body: timelineSchema, headers: ["etag"] } },
    problems: ["execution.not_found"],
  },
  exportExecution: {
    tag: "executions",
    summary: "Export an execution",
    description:
      "`json` is the evidence: every commit, results per wave and technology, the canonical reference of every written name, and a signed head; `dr verify` checks it without the platform. `csv` is a table of tasks and resources, `html` a report that loads nothing, for people, phones and paper.",
    answers: { 200: { description: "The export", body: exportSchema, types: ["text/csv", "text/html"], headers: ["content-disposition"] } },
    problems: ["execution.not_found", "http.response_too_large"],
  },
});
