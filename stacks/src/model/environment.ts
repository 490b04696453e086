/** The environment of a function: its manifest's bindings as names and addresses, and what every function has. */
import type { EnvBinding, FunctionManifest } from "@dr/runtime";
import { bucketName, queueUrl, type Account } from "./arns.ts";
import { deadLetterQueueOf, failureQueueOf } from "./names.ts";

/** What the bindings are resolved with. */
export interface Surroundings {
  readonly account: Account;
  readonly stage: string;
  readonly busName: string;
  /** Settings of which the app knows more than whoever deploys; they come before both. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The variables of one function. A function on a queue knows the queue; one on a queue or a stream knows where it puts what it cannot read. */
export function environmentOf({ name: functionName, trigger, environment }: FunctionManifest, at: Surroundings): Record<string, string> {
  return {
    DR_STAGE: at.stage,
    DR_ACCOUNT_ID: at.account.accountId,
    ...(trigger.kind === "queue" && {
      DR_QUEUE_URL: queueUrl(at.account, trigger.queue),
      DR_DLQ_URL: queueUrl(at.account, deadLetterQueueOf(trigger.queue)),
    }),
    ...(trigger.kind === "stream" && { DR_DLQ_URL: queueUrl(at.account, failureQueueOf(functionName)) }),
    ...Object.fromEntries(Object.entries(environment).map(([name, binding]) => [name, resolve(binding, at)])),
  };
}

function resolve(binding: EnvBinding, { account, busName, settings }: Surroundings): string {
  if ("table" in binding) return binding.table;
  if ("bucket" in binding) return bucketName(account, binding.bucket);
  if ("queue" in binding) return queueUrl(account, binding.queue);
  if ("bus" in binding) return busName;
  if (binding.setting === undefined) return binding.value;
  return settings[binding.setting] ?? process.env[binding.setting] ?? binding.value;
}
