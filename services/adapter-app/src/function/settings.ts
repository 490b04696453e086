/** What a plan may say about recovery functions. */
import { lazyStrictObject, parseArn, resourceName } from "@dr/events";
import * as z from "zod";
import { regionSetting } from "../targets.ts";

/** Functions, each a result of its own. */
export const functionResources = lazyStrictObject(() => ({
  functions: z.array(resourceName("lambda-function")).min(1).max(100).describe("Lambda functions by name or ARN"),
}));
/** Functions. */
export type FunctionResources = z.infer<typeof functionResources>;

const common = () => ({
  payload: z.record(z.string(), z.unknown()).default({}).describe("Handed to the function as `config`"),
  drillSafe: z.boolean().default(false).describe("It may be called in a drill, too; it is told the execution type"),
  rerunnable: z.boolean().default(false).describe("What failed may be called again"),
  undo: z.boolean().default(false).describe("The function knows the action `undo`: a rollback calls it"),
  region: regionSetting(),
});

/** Settings of `invoke_lambda`. */
export const functionSettings = lazyStrictObject(() => common());
/** Settings of `invoke_lambda_async`. */
export const asyncSettings = lazyStrictObject(() => ({
  ...common(),
  completionParameter: z
    .string()
    .regex(/^\/dr-orchestration\/[\w./-]+$/, "expected a parameter below /dr-orchestration/")
    .optional()
    .describe("The function writes its end here, as {operationId, status}; without it, it is asked by the action `status`"),
}));
/** Settings of both. */
export type FunctionSettings = z.infer<typeof functionSettings> & { readonly completionParameter?: string | undefined };

/** Region of a function: its ARN's, else the setting. */
export function functionRegion(name: string, region: string | undefined): string | undefined {
  return parseArn(name)?.region ?? region;
}
