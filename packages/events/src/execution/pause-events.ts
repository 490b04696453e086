/** Pauses of an execution and the decisions of people on them. */
import * as z from "zod";
import { defineEvent } from "../define-event.ts";
import { approvalPolicySchema, modeSchema } from "../task.ts";

const iso = z.iso.datetime();

/** An operator asked for a pause; it takes effect at the next boundary. */
export const executionPauseRequested = defineEvent({
  type: "ExecutionPauseRequested",
  origin: "recorded",
  description: "A pause at the next wave boundary was asked for.",
  schema: z.object({ reason: z.string() }),
});

/** The wish to pause was taken back before it took effect. */
export const executionPauseWithdrawn = defineEvent({
  type: "ExecutionPauseWithdrawn",
  origin: "recorded",
  description: "A pause that was asked for and had not begun is no longer wanted.",
  schema: z.object({ reason: z.string() }),
});

/** No new wave starts until the pause ends. Approvals bind to the hashes and the mode named here. */
export const executionPaused = defineEvent({
  type: "ExecutionPaused",
  origin: "recorded",
  description: "The execution waits at a boundary.",
  schema: z.object({
    pauseId: z.string().min(1),
    reason: z.enum(["before_wave", "after_wave", "operator", "on_failure", "not_ready", "declined"]),
    waveNumber: z.int().positive().optional(),
    expiresAt: iso,
    onExpiry: z.enum(["fail", "cancel", "continue"]),
    approval: approvalPolicySchema.extend({ planHash: z.string(), manifestHash: z.string(), mode: modeSchema }).optional(),
  }),
});

/** One person's decision on a pause. */
export const approvalRecorded = defineEvent({
  type: "ApprovalRecorded",
  origin: "recorded",
  description: "Somebody approved or declined, bound to plan, manifest and mode.",
  schema: z.object({
    pauseId: z.string(),
    decision: z.enum(["approve", "decline"]),
    approver: z.string(),
    /** The person that the approver counts as. Absent: the approver. */
    person: z.string().optional(),
    role: z.string(),
    planHash: z.string(),
    manifestHash: z.string(),
    mode: modeSchema,
    comment: z.string().optional(),
  }),
});

/** The execution goes on. */
export const executionResumed = defineEvent({
  type: "ExecutionResumed",
  origin: "recorded",
  description: "A pause ended and the execution goes on.",
  schema: z.object({ pauseId: z.string(), by: z.enum(["operator", "approval", "expiry"]), reason: z.string().optional() }),
});
