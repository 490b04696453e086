/** Rows of what people do to a running execution. */
import { assigneesSchema, modeSchema } from "@dr/events";
import * as z from "zod";
import { executionStatusSchema } from "./answers.ts";
import { executionParams, noQuery, reason, taskParams } from "./parameters.ts";
import { defineRoute } from "./route.ts";

/** The requirements' own examples pause and resume without a body. */
const optionalReason = z.strictObject({ reason: reason.optional() }).optional();

/** A file by its content, which is hashed here, or by the hash that somebody made. */
const fileEvidence = z
  .strictObject({
    kind: z.literal("file"),
    name: z.string().min(1).max(200),
    contentBase64: z.base64().max(240_000).optional(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    bytes: z.int().nonnegative().optional(),
    url: z
      .url({ protocol: /^https$/ })
      .max(1_000)
      .optional(),
  })
  .refine(
    ({ contentBase64, sha256, bytes }) => (contentBase64 === undefined) !== (sha256 === undefined || bytes === undefined),
    "expected contentBase64, or sha256 and bytes",
  );

const answerBody = z
  .strictObject({
    outcome: z.enum(["completed", "failed", "handed_on"]).default("completed"),
    note: z.string().trim().min(1).max(2_000).optional(),
    evidence: z
      .array(
        z.union([
          z.strictObject({ kind: z.literal("text"), text: z.string().min(1).max(1_000) }),
          z.strictObject({ kind: z.literal("link"), url: z.url({ protocol: /^https$/ }).max(1_000), text: z.string().max(200).optional() }),
          fileEvidence,
        ]),
      )
      .max(10)
      .default([]),
    handedTo: assigneesSchema.optional(),
  })
  .refine(
    ({ outcome, handedTo }) => (outcome === "handed_on") === (handedTo !== undefined),
    "handedTo goes with outcome handed_on, and with no other",
  );

const answers = { 200: { description: "The status that follows", body: executionStatusSchema } } as const;
const ENDED = ["execution.not_found", "execution.already_ended", "log.version_conflict"] as const;
const because = [{ summary: "With a reason", value: { reason: "agreed in the call" } }];

/** `/executions/{executionId}/pause|resume|cancel|mode|redrive|tasks/…` */
export const controlRows = {
  pauseExecution: defineRoute({
    method: "PUT",
    path: "/executions/{executionId}/pause",
    tag: "executions",
    summary: "Pause at the next wave boundary",
    access: "execution.pause",
    rate: "command",
    params: executionParams,
    query: noQuery,
    body: optionalReason,
    examples: because,
    answers,
    problems: [...ENDED, "execution.already_paused", "execution.not_pausable"],
  }),
  withdrawPause: defineRoute({
    method: "DELETE",
    path: "/executions/{executionId}/pause",
    tag: "executions",
    summary: "Take back a pause that has not begun",
    access: "execution.pause",
    rate: "command",
    params: executionParams,
    query: noQuery,
    answers,
    problems: [...ENDED, "execution.no_pause_requested"],
  }),
  resumeExecution: defineRoute({
    method: "PUT",
    path: "/executions/{executionId}/resume",
    tag: "executions",
    summary: "End a pause that needs no (further) approval",
    access: "execution.resume",
    rate: "command",
    params: executionParams,
    query: noQuery,
    body: optionalReason,
    examples: because,
    answers,
    problems: [
      ...ENDED,
      "execution.not_paused",
      "execution.pause_expired",
      "execution.approval_required",
      "execution.change_required",
      "execution.failures_unresolved",
    ],
  }),
  cancelExecution: defineRoute({
    method: "PUT",
    path: "/executions/{executionId}/cancel",
    tag: "executions",
    summary: "Start no further wave and ask running tasks to stop",
    access: "execution.cancel",
    rate: "command",
    params: executionParams,
    query: noQuery,
    body: optionalReason,
    examples: because,
    answers,
    problems: [...ENDED, "execution.already_cancelling", "execution.not_cancellable"],
  }),
  switchMode: defineRoute({
    method: "PUT",
    path: "/executions/{executionId}/mode",
    tag: "executions",
    summary: "Switch between planned and unplanned",
    access: "execution.switch_mode",
    rate: "command",
    params: executionParams,
    query: noQuery,
    body: z.strictObject({ mode: modeSchema, reason }),
    examples: [{ summary: "The primary side is dead", value: { mode: "unplanned", reason: "the primary Region does not answer" } }],
    answers,
    problems: [...ENDED, "execution.mode_fixed", "execution.mode_unchanged"],
  }),
  redriveExecution: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/redrive",
    tag: "executions",
    summary: "Run a failed or cancelled execution again from its first unfinished wave",
    description: "After a later execution of the plan it has to be forced.",
    access: "execution.redrive",
    rate: "start",
    params: executionParams,
    query: noQuery,
    body: z.strictObject({ reason, force: z.boolean().optional() }),
    examples: because,
    answers,
    problems: [
      "execution.not_found",
      "execution.not_redrivable",
      "execution.superseded",
      "execution.plan_already_active",
      "execution.resource_conflict",
    ],
  }),
  rollbackExecution: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/rollback",
    tag: "executions",
    summary: "Take back the effects of an execution that failed, was cancelled, or is paused",
    description:
      "In reverse order of dependencies, up to the first that cannot be taken back. After a later execution of the plan it has to be forced.",
    access: "execution.rollback",
    rate: "start",
    params: executionParams,
    query: noQuery,
    body: z.strictObject({ reason, force: z.boolean().optional() }),
    examples: because,
    answers,
    problems: [
      "execution.not_found",
      "execution.not_rollbackable",
      "execution.nothing_to_roll_back",
      "execution.superseded",
      "execution.plan_already_active",
      "execution.resource_conflict",
    ],
  }),
  retryTask: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/tasks/{taskId}/retry",
    tag: "executions",
    summary: "Try a failed task again",
    access: "task.retry",
    rate: "command",
    params: taskParams,
    query: noQuery,
    body: z.strictObject({ reason }),
    examples: because,
    answers,
    problems: [...ENDED, "task.unknown", "task.not_retryable_now"],
  }),
  completeTask: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/tasks/{taskId}/complete",
    tag: "executions",
    summary: "Say what became of a task that people do",
    description:
      "For whom the plan names, or whom it was handed on to. Of a file the log keeps name, size and hash: give `contentBase64`, or the hash itself.",
    access: "task.complete",
    rate: "command",
    params: taskParams,
    query: noQuery,
    body: answerBody,
    examples: [
      { summary: "Done", value: { outcome: "completed", evidence: [{ kind: "text", text: "all switches show green" }] } },
      { summary: "Somebody else's", value: { outcome: "handed_on", handedTo: { roles: ["DRSOperator"] }, note: "network team" } },
    ],
    answers,
    problems: [...ENDED, "task.unknown", "task.not_manual", "task.not_answerable_now", "task.not_assigned", "task.evidence_required"],
  }),
  skipTask: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/tasks/{taskId}/skip",
    tag: "executions",
    summary: "Leave a task out",
    access: "task.skip",
    rate: "command",
    params: taskParams,
    query: noQuery,
    body: z.strictObject({ reason }),
    examples: because,
    answers,
    problems: [...ENDED, "task.unknown", "task.not_skippable_now", "task.behind_gate"],
  }),
};
