/** Pauses of an execution and the decisions of people on them. */
import * as z from "zod";
import { defineEvent } from "../define-event.ts";
import { approvalPolicySchema, modeSchema } from "../task.ts";

const iso = () => z.iso.datetime();

/** An operator asked for a pause; it takes effect at the next boundary. */
export const executionPauseRequested = defineEvent({
  type: "ExecutionPauseRequested",
  origin: "recorded",
  description: "A pause at the next wave boundary was asked for.",
  schema: () => z.object({ reason: z.string() }),
});

/** The wish to pause was taken back before it took effect. */
export const executionPauseWithdrawn = defineEvent({
  type: "ExecutionPauseWithdrawn",
  origin: "recorded",
  description: "A pause that was asked for and had not begun is no longer wanted.",
  schema: () => z.object({ reason: z.string() }),
});

/** No new wave starts until the pause ends. Approvals bind to the hashes and the mode named here. */
export const executionPaused = defineEvent({
  type: "ExecutionPaused",
  origin: "recorded",
  description: "The execution waits at a boundary.",
  schema: () =>
    z.object({
      pauseId: z.string().min(1),
      reason: z.enum(["before_wave", "after_wave", "operator", "on_failure", "not_ready", "declined", "change_required"]),
      waveNumber: z.int().positive().optional(),
      expiresAt: iso(),
      onExpiry: z.enum(["fail", "cancel", "continue"]),
      approval: approvalPolicySchema
        .extend({
          planHash: z.string(),
          manifestHash: z.string(),
          mode: modeSchema,
          /** Beside the approvals a change ticket has to approve of exactly this, or one more person has to say why it goes on without. */
          changeRequired: z.literal(true).optional(),
        })
        .optional(),
    }),
});

/** One person's decision on a pause. */
export const approvalRecorded = defineEvent({
  type: "ApprovalRecorded",
  origin: "recorded",
  description: "Somebody approved or declined, bound to plan, manifest and mode.",
  schema: () =>
    z.object({
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
      /** One approval more than the pause needs, in the place of a change ticket; the comment is the reason. */
      breakGlass: z.literal(true).optional(),
    }),
});

/** What a change ticket says of an execution, read from its system. */
export const changeRecorded = defineEvent({
  type: "ChangeRecorded",
  origin: "recorded",
  description: "A change ticket approves of this plan, these resources and this mode, or does so no longer.",
  schema: () =>
    z.object({
      system: z.string(),
      number: z.string(),
      standing: z.enum(["approved", "revoked"]),
      /** `all`: with it no further approval is needed than one. Absent: it replaces no approval. */
      countsAs: z.literal("all").optional(),
      planHash: z.string(),
      manifestHash: z.string(),
      mode: modeSchema,
      /** Users of that system who approved or rejected it. */
      by: z.array(z.string()),
      reason: z.string().optional(),
    }),
});

/** Break-glass: the execution goes on although no change approves of it. */
export const changeBypassed = defineEvent({
  type: "ChangeBypassed",
  origin: "recorded",
  description: "The execution goes on without the change ticket that it needs, because people said so.",
  schema: () => z.object({ pauseId: z.string(), by: z.array(z.string()), reason: z.string() }),
});

/** The execution goes on. */
export const executionResumed = defineEvent({
  type: "ExecutionResumed",
  origin: "recorded",
  description: "A pause ended and the execution goes on.",
  schema: () => z.object({ pauseId: z.string(), by: z.enum(["operator", "approval", "expiry"]), reason: z.string().optional() }),
});
