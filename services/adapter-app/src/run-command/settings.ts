/** What a plan may say about running a document. */
import { lazyStrictObject } from "@dr/events";
import { block, choose, placesOf, refuseWith, type EnvironmentDefaults } from "@dr/adapter-kit";
import * as z from "zod";
import { regionSetting } from "../targets.ts";
import type { CommandPlan } from "./command-effect.ts";

/** A document with its parameters. */
export const procedure = () => ({
  ssmDocument: z
    .string()
    .regex(/^[\w.\-:/]{3,128}$/, "expected the name or the ARN of a document")
    .optional(),
  documentVersion: z
    .string()
    .regex(/^(?:\$LATEST|\$DEFAULT|[1-9]\d*)$/, "expected a number, $LATEST or $DEFAULT")
    .optional(),
  parameters: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .optional()
    .describe("Parameters of the document"),
});

/** Limits and outputs of any command. */
export const limits = () => ({
  deliveryTimeoutSeconds: z.int().min(30).max(2_592_000).default(300).describe("Seconds until an agent must have taken the command"),
  executionTimeoutSeconds: z
    .int()
    .min(1)
    .max(172_800)
    .optional()
    .describe("Seconds that it may run, where the document has executionTimeout"),
  scriptsBucket: z
    .string()
    .min(3)
    .max(63)
    .optional()
    .describe("Given to a document that has a parameter ScriptsBucket; default: the parameter recovery-scripts-bucket of the environment"),
  outputBucket: z.string().min(3).max(63).optional().describe("Bucket for the output; the result only points to it"),
  outputPrefix: z.string().min(1).max(500).default("dr"),
  drillSafe: z.boolean().default(false).describe("It may be run in a drill, too"),
  rerunnable: z.boolean().default(false).describe("What ran and failed may be run again"),
  region: regionSetting(),
});

/** Settings of `run_command`. */
export const commandSettings = lazyStrictObject(() => ({
  ...procedure(),
  ...limits(),
  undo: z.strictObject(procedure()).optional().describe("The document that takes it back, for rollback"),
}));
/** Settings of `run_command`. */
export type CommandSettings = z.infer<typeof commandSettings>;

type Procedure = z.infer<z.ZodObject<ReturnType<typeof procedure>>>;
type Limits = z.infer<z.ZodObject<ReturnType<typeof limits>>> & { readonly undo?: unknown };

/** Where nothing but the task's own words count. */
export const NO_DEFAULTS: EnvironmentDefaults = { path: undefined, values: {} };

/** The order of a document: the task's own, or the environment's. Throws `application.document_missing` where none is named. */
export function planOf(
  settings: Limits,
  { ssmDocument, documentVersion, parameters }: Procedure,
  defaults: EnvironmentDefaults,
): CommandPlan {
  const document = choose(ssmDocument, "ssm-document-name", defaults);
  if (document === undefined) {
    const places = placesOf("ssmDocument", "ssm-document-name", defaults);
    throw refuseWith(block("application.document_missing", `there is nothing to run: neither ${places} names a document`));
  }
  const bucket = choose(settings.scriptsBucket, "recovery-scripts-bucket", defaults);
  const { deliveryTimeoutSeconds, executionTimeoutSeconds, outputBucket, outputPrefix, rerunnable, undo } = settings;
  return {
    order: {
      document: document.value,
      ...(documentVersion === undefined ? {} : { documentVersion }),
      parameters: {
        ...listsOf(parameters),
        ...(executionTimeoutSeconds === undefined ? {} : { executionTimeout: [String(executionTimeoutSeconds)] }),
      },
      deliverySeconds: deliveryTimeoutSeconds,
      ...(outputBucket === undefined ? {} : { output: { bucket: outputBucket, prefix: outputPrefix } }),
    },
    from: { ssmDocument: document.from, ...(bucket === undefined ? {} : { scriptsBucket: bucket.from }) },
    offers: bucket === undefined ? {} : { ScriptsBucket: bucket.value },
    rerunnable,
    reversible: undo !== undefined,
  };
}

/** Every value as a list, which is what Systems Manager takes. */
export function listsOf(parameters: Procedure["parameters"] = {}): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, typeof value === "string" ? [value] : value]));
}
