/** The fields of a plan file: what may be written where. Meaning and defaults are in `normalise.ts`. */
import * as z from "zod";
import { lazyStrictObject, onFailureSchema, oneLineSchema, retryPolicySchema, tagsSchema, taskTargetSchema } from "@dr/events";

/** Ids that appear in URLs, file names and stream ids. */
const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/, "expected 1 to 128 letters, digits, _ . or -, the first a letter or digit");

/** At most a leap year: what is longer is a slip, and a deadline past the year 275760 is no date. */
const seconds = z
  .number()
  .positive()
  .max(366 * 86_400);
const name = oneLineSchema.min(1).max(256);
const waveNumber = z.int().positive();
const jsonObject = z.record(z.string(), z.unknown());
const retry = retryPolicySchema.partial().strict().optional();

const approval = lazyStrictObject(() => ({
  minApprovals: z.int().min(1).max(20).optional(),
  approverRoles: z.array(z.string().min(1)).min(1).optional(),
  onDecline: z.enum(["cancel", "pause"]).optional(),
})).optional();

const pause = lazyStrictObject(() => ({
  maxPauseSeconds: seconds.max(30 * 86_400).optional(),
  onExpiry: z.enum(["fail", "cancel", "continue"]).optional(),
  approval,
})).optional();

/** Names inside `retry`, `approval` and `pause`, wherever these stand. */
export const nestedFields: ReadonlyMap<string, readonly string[]> = new Map([
  ["retry", Object.keys(retryPolicySchema.shape)],
  ["approval", Object.keys(approval.unwrap().shape)],
  ["pause", Object.keys(pause.unwrap().shape)],
  ["target", Object.keys(taskTargetSchema.shape)],
]);

/** Top level of a plan. */
export const headerFields = {
  planId: idSchema,
  name,
  description: z.string().max(4096).optional(),
  onFailure: onFailureSchema.optional(),
  timeoutSeconds: seconds.optional(),
  rtoSeconds: seconds.optional(),
  rpoSeconds: z.number().nonnegative().optional(),
  tags: tagsSchema.optional(),
  preemptDrills: z.boolean().optional(),
  changeRequired: z.boolean().optional(),
  retry,
  pause,
  approval,
  waves: z.array(z.unknown()).min(1, "a plan needs at least one wave: expected at least 1 item"),
};

/** What a saved plan shows beside its content; ignored when it comes back. */
export const headerIgnored = [
  "version",
  "planHash",
  "pointOfNoReturn",
  "unresolved",
  "unresolvedUnlisted",
  "waveCount",
  "taskCount",
  "createdAt",
  "updatedAt",
  "warnings",
];

/** A wave, apart from its technologies. */
export const waveFields = {
  waveNumber,
  name: name.optional(),
  dependencies: z.array(waveNumber).optional(),
  pauseBeforeWave: z.boolean().optional(),
  pauseAfterWave: z.boolean().optional(),
  pause,
  approval,
  onFailure: onFailureSchema.optional(),
  timeoutSeconds: seconds.optional(),
  retry,
};

/** What a technology has in both spellings of a wave. */
const taskFields = {
  operation: z.string().min(1).optional(),
  resources: z.record(z.string(), z.unknown(), "expected an object that says what each list holds, such as {sourceServers: [i-web01]}"),
  config: jsonObject.optional(),
  validation: jsonObject.optional(),
  id: idSchema.optional(),
  dependsOn: z.array(z.string().min(1)).optional(),
  heartbeatSeconds: seconds.optional(),
  target: taskTargetSchema.optional(),
};

/** One of `technologies`. */
export const technologyFields = { type: z.string().min(1), ...taskFields, retry, timeoutSeconds: seconds.optional() };

/** What a saved technology shows beside its content; the registry decides it. */
export const technologyIgnored = ["reversibility"];

/** The short form: one technology, written on the wave itself. */
export const shortFormFields = { technology: z.string().min(1), ...taskFields };
