/** Rows of what lets a gate open: decisions of people, and what change tickets say. */
import { lazyStrictObject, modeSchema } from "@dr/events";
import * as z from "zod";
import { executionParams, noQuery, reason } from "./parameters.ts";
import { defineRoute } from "./route.ts";

/** All that an approval binds to is said by the approver: who approved an older plan did not approve this one. */
const approvalBody = lazyStrictObject(() => ({
  pauseId: z.string().min(1),
  decision: z.enum(["approve", "decline"]),
  planHash: z.string().min(1),
  manifestHash: z.string().min(1),
  mode: modeSchema,
  comment: reason().optional(),
  breakGlass: z.literal(true).optional().meta({
    description: "one approval more than the pause needs, in the place of the change ticket that it waits for; `comment` says why",
  }),
}));

/** What a system of changes shows of one. */
const changeBody = lazyStrictObject(() => ({
  system: z.string().min(1).max(50),
  number: z.string().min(1).max(100),
  standing: z.enum(["approved", "revoked"]),
  countsAs: z.literal("all").optional(),
  planHash: z.string().min(1).max(128),
  manifestHash: z.string().min(1).max(128),
  mode: modeSchema,
  by: z.array(z.string().min(1).max(200)).max(50).default([]),
  reason: reason().optional(),
}));

/** `/executions/{executionId}/approvals|changes` */
export const decisionRows = {
  decideApproval: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/approvals",
    access: "execution.approve",
    rate: "command",
    params: executionParams,
    query: noQuery,
    body: approvalBody,
  }),
  recordChange: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/changes",
    access: "execution.pause",
    rate: "command",
    params: executionParams,
    query: noQuery,
    body: changeBody,
  }),
};
