/** Rows of what people do to a running execution. */
import { modeSchema } from "@dr/events";
import * as z from "zod";
import { executionStatusSchema } from "./answers.ts";
import { executionParams, noQuery, reason, taskParams } from "./parameters.ts";
import { defineRoute } from "./route.ts";

/** The requirements' own examples pause and resume without a body. */
const optionalReason = z.strictObject({ reason: reason.optional() }).optional();

/** All that an approval binds to is said by the approver: who approved an older plan did not approve this one. */
const approvalBody = z.strictObject({
  pauseId: z.string().min(1),
  decision: z.enum(["approve", "decline"]),
  planHash: z.string().min(1),
  manifestHash: z.string().min(1),
  mode: modeSchema,
  comment: reason.optional(),
});

const answers = { 200: { description: "The status that follows", body: executionStatusSchema } } as const;
const ENDED = ["execution.not_found", "execution.already_ended", "log.version_conflict"] as const;
const because = [{ summary: "With a reason", value: { reason: "agreed in the call" } }];

/** `/executions/{executionId}/pause|resume|cancel|mode|redrive|approvals|tasks/…` */
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
    problems: [...ENDED, "execution.not_paused", "execution.pause_expired", "execution.approval_required", "execution.failures_unresolved"],
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
    summary: "Run a failed execution again from its first unfinished wave",
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
  decideApproval: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/approvals",
    tag: "executions",
    summary: "Approve or decline what a pause waits for",
    access: "execution.approve",
    rate: "command",
    params: executionParams,
    query: noQuery,
    body: approvalBody,
    examples: [
      {
        summary: "Approve",
        value: { pauseId: "pause-1", decision: "approve", planHash: "…", manifestHash: "…", mode: "planned", comment: "checked" },
      },
    ],
    answers,
    problems: [
      ...ENDED,
      "approval.not_authorised",
      "approval.not_a_person",
      "approval.requester_unknown",
      "approval.self",
      "approval.already_decided",
      "approval.no_such_pause",
      "approval.expired",
      "approval.stale_plan",
      "approval.wrong_mode",
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
    problems: [...ENDED, "task.unknown", "task.not_skippable_now"],
  }),
};
