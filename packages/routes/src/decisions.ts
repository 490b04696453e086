/** Rows of what lets a gate open: decisions of people, and what change tickets say. */
import { modeSchema } from "@dr/events";
import * as z from "zod";
import { executionStatusSchema } from "./answers.ts";
import { executionParams, noQuery, reason } from "./parameters.ts";
import { defineRoute } from "./route.ts";

/** All that an approval binds to is said by the approver: who approved an older plan did not approve this one. */
const approvalBody = z.strictObject({
  pauseId: z.string().min(1),
  decision: z.enum(["approve", "decline"]),
  planHash: z.string().min(1),
  manifestHash: z.string().min(1),
  mode: modeSchema,
  comment: reason.optional(),
  breakGlass: z.literal(true).optional().meta({
    description: "one approval more than the pause needs, in the place of the change ticket that it waits for; `comment` says why",
  }),
});

/** What a system of changes shows of one. */
const changeBody = z.strictObject({
  system: z.string().min(1).max(50),
  number: z.string().min(1).max(100),
  standing: z.enum(["approved", "revoked"]),
  countsAs: z.literal("all").optional(),
  planHash: z.string().min(1).max(128),
  manifestHash: z.string().min(1).max(128),
  mode: modeSchema,
  by: z.array(z.string().min(1).max(200)).max(50).default([]),
  reason: reason.optional(),
});

const answers = { 200: { description: "The status that follows", body: executionStatusSchema } } as const;
const ENDED = ["execution.not_found", "execution.already_ended", "log.version_conflict"] as const;

/** `/executions/{executionId}/approvals|changes` */
export const decisionRows = {
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
      "approval.no_glass",
      "approval.reason_missing",
      "approval.break_glass_early",
    ],
  }),
  recordChange: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/changes",
    tag: "executions",
    summary: "Record what a change ticket says",
    description: "For the service of change tickets alone: it has read the record. People approve, or break the glass.",
    access: "execution.pause",
    rate: "command",
    params: executionParams,
    query: noQuery,
    body: changeBody,
    examples: [
      {
        summary: "Approved",
        value: {
          system: "servicenow",
          number: "CHG0030001",
          standing: "approved",
          planHash: "…",
          manifestHash: "…",
          mode: "planned",
          by: ["rita.change"],
        },
      },
    ],
    answers,
    problems: [...ENDED, "change.not_a_system", "change.stale_plan", "change.unknown"],
  }),
};
