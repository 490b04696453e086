/** What a task is: the unit of work that one adapter does on one or more resources. */
import { lazyObject, lazyStrictObject } from "./lazy-object.ts";
import * as z from "zod";
import { regionName } from "./region-name.ts";
import { declaredNamesSchema } from "./resource/declared.ts";

/** How far the effect of an operation can be taken back; declared by the adapter, frozen into the plan. */
export const reversibilitySchema = z.enum(["reversible", "compensable", "irreversible"]);
/** `reversible`: an exact inverse exists; `compensable`: a compensating action exists; `irreversible`: past it only a person decides. */
export type Reversibility = z.infer<typeof reversibilitySchema>;

/** Why an execution runs: a `drill` must leave production untouched, a `recovery` is the real thing. */
export const executionTypeSchema = z.enum(["drill", "recovery"]);
/** `drill` or `recovery`. */
export type ExecutionType = z.infer<typeof executionTypeSchema>;

/** `planned`: both sides are up; `unplanned`: the primary side is dead and no check may demand that it answers. */
export const modeSchema = z.enum(["planned", "unplanned"]);
/** `planned` or `unplanned`. */
export type Mode = z.infer<typeof modeSchema>;

/**
 * Name of an environment, such as `production`: the tag `Environment` of an execution, where it is one. It is part of the names of parameters, so nothing but letters, digits,
 * dots, hyphens and underscores may stand in it.
 */
export const environmentSchema = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, "expected letters, digits, dots, hyphens and underscores");

/** What happens when a wave fails. */
export const onFailureSchema = z.enum(["fail", "pause", "continue", "rollback"]);
/** `fail | pause | continue | rollback`. */
export type OnFailure = z.infer<typeof onFailureSchema>;

/** What a request asks of the adapter: the operation itself, its inverse, or the removal of what a drill launched. */
export const phaseSchema = z.enum(["execute", "rollback", "cleanup"]);
/** `execute | rollback | cleanup`. */
export type Phase = z.infer<typeof phaseSchema>;

/** Retry policy of a task; only failures that say `retryable` are tried again. Delay n = min(interval × backoffRate^(n−1), max), with jitter. */
export const retryPolicySchema = lazyObject(() => ({
  maxAttempts: z.int().min(1).max(20),
  intervalSeconds: z.number().min(0).max(86_400),
  backoffRate: z.number().min(1).max(10),
  maxIntervalSeconds: z.number().min(0).max(86_400),
}));
/** Retry policy of a task. */
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

/** Free-form JSON object; the operation's own schema (in the adapter) gives it meaning. */
export const jsonObjectSchema = () => z.record(z.string(), z.unknown());

/** Where a task acts, if that is not where the installation is: another account, another Region, or both. */
export const taskTargetSchema = lazyStrictObject(() => ({
  accountId: z
    .string()
    .regex(/^\d{12}$/, "expected a 12-digit account id, in quotes")
    .optional(),
  region: regionName.optional(),
})).refine(({ accountId, region }) => accountId !== undefined || region !== undefined, "expected accountId, region, or both");
/** Where a task acts, if that is not where the installation is. */
export type TaskTarget = z.infer<typeof taskTargetSchema>;

/** A task as planned: normalised, frozen, with its defaults filled in. */
export const taskSpecSchema = lazyObject(() => ({
  taskId: z.string().min(1),
  waveNumber: z.int().positive(),
  type: z.string().min(1),
  operation: z.string().min(1),
  resources: jsonObjectSchema(),
  config: jsonObjectSchema(),
  validation: jsonObjectSchema(),
  dependsOn: z.array(z.string()),
  reversibility: reversibilitySchema,
  retry: retryPolicySchema,
  timeoutSeconds: z.number().positive(),
  heartbeatSeconds: z.number().positive(),
  target: taskTargetSchema.optional(),
  /** Seconds that its operation declares for a quick run; absent where it declares none. */
  expectedSeconds: z.number().positive().optional(),
  /** Where the names of its resources stand, as its operation declared it when the plan was saved. Absent in plans of before there were declarations. */
  declared: declaredNamesSchema.optional(),
  /** Its adapter answers when it is asked whether the task is ready; absent where nobody would answer. */
  answersReadiness: z.literal(true).optional(),
}));
/** A task as planned. */
export type TaskSpec = z.infer<typeof taskSpecSchema>;

/** A task as asked of an adapter. `operationId` is deterministic: the same request, however often it arrives, is the same operation. */
export const taskRequestSchema = lazyObject(() => ({
  taskId: z.string().min(1),
  operationId: z.string().min(1),
  phase: phaseSchema,
  type: z.string().min(1),
  operation: z.string().min(1),
  resources: jsonObjectSchema(),
  config: jsonObjectSchema(),
  validation: jsonObjectSchema(),
  target: taskTargetSchema.optional(),
  attempt: z.int().positive(),
  deadlineAt: z.iso.datetime(),
  heartbeatSeconds: z.number().positive(),
  /** For rollback and cleanup: the operation whose effect is taken back. */
  undoes: z.string().optional(),
  /** For rollback and cleanup: earlier attempts of the same task, oldest first; what they left behind goes too. */
  undoesEarlier: z.array(z.string()).optional(),
}));
/** A task as asked of an adapter. */
export type TaskRequest = z.infer<typeof taskRequestSchema>;

/** Approval that a pause needs before the execution goes on. `onDecline` says what one decline does. */
export const approvalPolicySchema = lazyObject(() => ({
  minApprovals: z.int().min(1).max(20),
  approverRoles: z.array(z.string().min(1)).min(1),
  onDecline: z.enum(["cancel", "pause"]),
}));
/** Approval that a pause needs. */
export type ApprovalPolicy = z.infer<typeof approvalPolicySchema>;

/** How long a pause may last (at most 30 days) and what happens when it expires. */
export const pausePolicySchema = lazyObject(() => ({
  maxPauseSeconds: z
    .number()
    .positive()
    .max(30 * 86_400),
  onExpiry: z.enum(["fail", "cancel", "continue"]),
  approval: approvalPolicySchema.optional(),
}));
/** How long a pause may last and what happens then. */
export type PausePolicy = z.infer<typeof pausePolicySchema>;

/** A wave as planned. `dependencies` are wave numbers; `tasks` may be a slice of a large wave (see `WavesPlanned`). */
export const waveSpecSchema = lazyObject(() => ({
  waveNumber: z.int().positive(),
  name: z.string(),
  dependencies: z.array(z.int().positive()),
  pauseBeforeWave: z.boolean(),
  pauseAfterWave: z.boolean(),
  pause: pausePolicySchema,
  onFailure: onFailureSchema,
  timeoutSeconds: z.number().positive().optional(),
  tasks: z.array(taskSpecSchema),
}));
/** A wave as planned. */
export type WaveSpec = z.infer<typeof waveSpecSchema>;
