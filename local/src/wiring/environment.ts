/** Resolves a function's environment bindings to local names, and adds the endpoints of this machine. */
import { dirname, join } from "node:path";
import type { EnvBinding, FunctionEnv, FunctionManifest } from "@dr/runtime";
import { deadLetterQueueOf, failureQueueOf } from "@dr/runtime/delivery-plan";
import type { CloudAddresses } from "../cloud/cloud.ts";
import { externalApiFolder } from "../inbox/secret-files.ts";
import type { CheckpointFiles } from "../front/export-key.ts";
import { localRegions, type Place } from "./place.ts";
import type { QueueBook } from "../sqs/server.ts";
import { people } from "../front/credentials.ts";

/** What the bindings resolve to on this machine. */
export type LocalAddresses = Place &
  Pick<CloudAddresses, "dynamodb" | "events" | "target" | "estate"> & {
    readonly sqs: QueueBook;
    readonly lambda: string;
    readonly speed: number;
    readonly maxConcurrentExecutions: number;
    /** Regions in which tasks may act; empty: any. */
    readonly allowedRegions: readonly string[];
    readonly exportKeyFile: string;
    /** The estate makes what a saved plan names. */
    readonly providesNames: boolean;
    readonly checkpoints: CheckpointFiles;
  };

/** The environment of one function. SDK clients get local endpoints by our own variables: AWS_ENDPOINT_URL alone does not hold SQS back. */
export function toFunctionEnv(declared: FunctionManifest, at: LocalAddresses): FunctionEnv {
  const bound = Object.fromEntries(Object.entries(declared.environment).map(([name, binding]) => [name, resolve(binding, at)]));
  const urlOf = (name: string): string => at.sqs.queue(name).url;
  const queue = declared.trigger.kind === "queue" ? declared.trigger.queue : undefined;
  return {
    AWS_REGION: at.region,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    DR_STAGE: "local",
    DR_ACCOUNT_ID: at.accountId,
    DR_DYNAMODB_ENDPOINT: at.dynamodb,
    DR_SQS_ENDPOINT: at.sqs.endpoint,
    DR_EVENTS_ENDPOINT: at.events,
    DR_SSM_ENDPOINT: at.estate,
    DR_LAMBDA_ENDPOINT: at.lambda,
    // Nothing here plays Step Functions: a test or a developer brings a stand-in; AWS itself is never asked.
    DR_STATES_ENDPOINT: process.env["DR_STATES_ENDPOINT"] ?? at.estate,
    DR_AWS_ENDPOINT: at.target,
    DR_ESTATE: "simulated",
    DR_NAMES_PROVIDED: String(at.providesNames),
    DR_MAX_CONCURRENT_EXECUTIONS: String(at.maxConcurrentExecutions),
    DR_TIME_SCALE: String(at.speed),
    DR_EXPORT_KEY_FILE: at.exportKeyFile,
    // Files, as the platform's own secrets are: a Region of the estate that is lost takes nothing of the platform with it.
    ...("DR_EXTERNAL_API_SECRETS" in declared.environment && { DR_EXTERNAL_API_DIR: externalApiFolder(dirname(at.exportKeyFile)) }),
    // Nobody reads metrics here: they must not flood what people see.
    DR_METRICS_FILE: join(dirname(at.exportKeyFile), "metrics.jsonl"),
    ...(queue !== undefined && { DR_QUEUE_URL: urlOf(queue), DR_DLQ_URL: urlOf(deadLetterQueueOf(queue)) }),
    ...(declared.trigger.kind === "stream" && { DR_DLQ_URL: urlOf(failureQueueOf(declared.name)) }),
    ...bound,
    DR_REGIONS: localRegions.join(","),
    // The key of checkpoints is the publisher's alone, here as on AWS.
    ...("DR_CHECKPOINT_KEY_SECRET" in declared.environment && { DR_CHECKPOINT_KEY_FILE: at.checkpoints.privateKeyFile }),
    ...("DR_SNAPSHOT_KEY_SECRET" in declared.environment && { DR_SNAPSHOT_KEY_FILE: at.checkpoints.snapshotKeyFile }),
    ...("DR_WEBHOOK_KEY_SECRET" in declared.environment && { DR_WEBHOOK_KEY_FILE: at.checkpoints.webhookKeyFile }),
    ...("DR_CHECKPOINT_BUCKET" in declared.environment && { DR_CHECKPOINT_DIR: at.checkpoints.folder }),
    // Nobody can choose a session name here: keys are bound to people.
    ...("DR_PINNED_SESSION_ROLES" in bound && { DR_PINNED_SESSION_ROLES: Object.keys(people).join(",") }),
    ...("DR_ROLE_PEOPLE" in bound && {
      DR_ROLE_PEOPLE: Object.entries(people)
        .map(([role, names]) => `${role}=${names.length}`)
        .join(","),
    }),
  };
}

function resolve(binding: EnvBinding, at: LocalAddresses): string {
  if ("table" in binding) return binding.table;
  if ("bucket" in binding) return binding.bucket;
  if ("queue" in binding) return at.sqs.queue(binding.queue).url;
  if ("bus" in binding) return at.busName;
  if (binding.setting === "DR_ALLOWED_REGIONS") return at.allowedRegions.join(",");
  const { setting, value } = binding;
  return (setting !== undefined && SETTABLE.test(setting) ? process.env[setting] : undefined) ?? value;
}

/** Settings of a deployment that are worth trying here: they come from the environment of `pnpm dev`. By what callers prove who they are is one of them; who may call, and which Regions there are, is this machine's own. */
const SETTABLE = /^(?:AUTH_MODE|DR_(?:TRIGGER_\w+|API_QUOTAS|HISTORY_DAYS))$/;
