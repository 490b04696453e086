/** Rows of what people do to a running execution. */
import { assigneesSchema, lazyStrictObject, modeSchema } from "@dr/events";
import * as z from "zod";
import { executionParams, noQuery, reason, taskParams } from "./parameters.ts";
import { defineRoute } from "./route.ts";

/** The requirements' own examples pause and resume without a body. */
const optionalReason = lazyStrictObject(() => ({ reason: reason().optional() })).optional();

/** A file by its content, which is hashed here, or by the hash that somebody made. */
const fileEvidence = lazyStrictObject(() => ({
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
})).refine(
  ({ contentBase64, sha256, bytes }) => (contentBase64 === undefined) !== (sha256 === undefined || bytes === undefined),
  "expected contentBase64, or sha256 and bytes",
);

const answerBody = lazyStrictObject(() => ({
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
})).refine(
  ({ outcome, handedTo }) => (outcome === "handed_on") === (handedTo !== undefined),
  "handedTo goes with outcome handed_on, and with no other",
);

/** `/executions/{executionId}/pause|resume|cancel|mode|redrive|tasks/…` */
export const controlRows = {
  pauseExecution: defineRoute({
    method: "PUT",
    path: "/executions/{executionId}/pause",
    access: "execution.pause",
    rate: "command",
    params: executionParams,
    query: noQuery,
    body: optionalReason,
  }),
  withdrawPause: defineRoute({
    method: "DELETE",
    path: "/executions/{executionId}/pause",
    access: "execution.pause",
    rate: "command",
    params: executionParams,
    query: noQuery,
  }),
  resumeExecution: defineRoute({
    method: "PUT",
    path: "/executions/{executionId}/resume",
    access: "execution.resume",
    rate: "command",
    params: executionParams,
    query: noQuery,
    body: optionalReason,
  }),
  cancelExecution: defineRoute({
    method: "PUT",
    path: "/executions/{executionId}/cancel",
    access: "execution.cancel",
    rate: "command",
    params: executionParams,
    query: noQuery,
    body: optionalReason,
  }),
  switchMode: defineRoute({
    method: "PUT",
    path: "/executions/{executionId}/mode",
    access: "execution.switch_mode",
    rate: "command",
    params: executionParams,
    query: noQuery,
    body: lazyStrictObject(() => ({ mode: modeSchema, reason: reason() })),
  }),
  redriveExecution: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/redrive",
    access: "execution.redrive",
    rate: "start",
    params: executionParams,
    query: noQuery,
    body: lazyStrictObject(() => ({ reason: reason(), force: z.boolean().optional() })),
  }),
  rollbackExecution: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/rollback",
    access: "execution.rollback",
    rate: "start",
    params: executionParams,
    query: noQuery,
    body: lazyStrictObject(() => ({ reason: reason(), force: z.boolean().optional() })),
  }),
  retryTask: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/tasks/{taskId}/retry",
    access: "task.retry",
    rate: "command",
    params: taskParams,
    query: noQuery,
    body: lazyStrictObject(() => ({ reason: reason() })),
  }),
  completeTask: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/tasks/{taskId}/complete",
    access: "task.complete",
    rate: "command",
    params: taskParams,
    query: noQuery,
    body: answerBody,
  }),
  skipTask: defineRoute({
    method: "POST",
    path: "/executions/{executionId}/tasks/{taskId}/skip",
    access: "task.skip",
    rate: "command",
    params: taskParams,
    query: noQuery,
    body: lazyStrictObject(() => ({ reason: reason() })),
  }),
};
