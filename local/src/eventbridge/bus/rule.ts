/** A rule as plain data: what the runtime derives from the manifests, and what AWS would hold after PutRule and PutTargets. */
import { DrError } from "@dr/events";
import * as z from "zod";

const retrySchema = z.strictObject({
  maximumRetryAttempts: z.int().min(0).max(185).optional(),
  maximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
});

const inputTransformerSchema = z.strictObject({
  inputPathsMap: z.record(z.string(), z.string()).optional(),
  inputTemplate: z.string().min(1),
});

const targetSchema = z
  .strictObject({
    id: z.string().min(1).max(64),
    arn: z.string().min(1),
    queueUrl: z.string().min(1),
    /** Demanded by FIFO queues; on a standard queue it only groups. */
    messageGroupId: z.string().min(1).optional(),
    dlqUrl: z.string().min(1).optional(),
    /** For those who ask; what cannot be delivered goes to `dlqUrl`. */
    dlqArn: z.string().min(1).optional(),
    retry: retrySchema.optional(),
    /** JSON text sent instead of the event. */
    input: z.string().optional(),
    inputPath: z.string().optional(),
    inputTransformer: inputTransformerSchema.optional(),
  })
  .refine((target) => [target.input, target.inputPath, target.inputTransformer].filter((choice) => choice !== undefined).length <= 1, {
    error: "only one of input, inputPath and inputTransformer",
  })
  .refine((target) => !target.queueUrl.endsWith(".fifo") || target.messageGroupId !== undefined, {
    error: "a FIFO queue needs messageGroupId",
  });

const ruleSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
  busName: z.string().min(1),
  /** An event pattern, as a value or as JSON text; compiled apart, with its own error. */
  pattern: z.unknown(),
  state: z.enum(["ENABLED", "DISABLED"]).optional(),
  /** Served after all others, for all events of a request: EventBridge promises no order, and on one machine they share a processor. */
  last: z.boolean().optional(),
  targets: z
    .array(targetSchema)
    .refine((targets) => new Set(targets.map(({ id }) => id)).size === targets.length, { error: "target ids that differ" }),
});

/** Where matching events go: an SQS queue, with what to do when it cannot be reached. Retry defaults are AWS's: 185 times, 24 hours. */
export type RuleTarget = z.infer<typeof targetSchema>;

/** One rule on one bus. Disabled rules are kept but match nothing. */
export type BusRule = z.infer<typeof ruleSchema>;

/** Checks a rule. Throws `eventbridge.invalid_rule` with all problems and their paths. */
export function parseRule(candidate: unknown): BusRule {
  const result = ruleSchema.safeParse(candidate);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => ({ path: path.join("."), expected: message }));
  const text = problems.map(({ path, expected }) => `${path === "" ? "rule" : path}: ${expected}`).join("; ");
  throw new DrError("eventbridge.invalid_rule", `Rule is not valid: ${text}`, { details: { problems } });
}
