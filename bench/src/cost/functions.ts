/** The functions of all services, built from the modules that are bundled for Lambda, each with an environment of its own. */
import type { EnvBinding, FunctionEnv, FunctionManifest, LambdaHandler } from "@dr/runtime";
import { services } from "@dr/services";
import { folderOf, loadFunction } from "@dr/services/load-function";

/** The bus of the functions. */
export const BUS_NAME = "dr-orchestration";

const QUEUE_URL = "https://sqs.us-east-1.amazonaws.com/000000000000/";

/** The URL of a queue; nobody connects to it. */
export function queueUrl(queue: string): string {
  return `${QUEUE_URL}${queue}`;
}

/** The name of the queue at a URL. */
export function queueName(url: string): string {
  return url.slice(QUEUE_URL.length);
}

/** Where the functions find what is not theirs. */
export interface Endpoints {
  /** DynamoDB, SQS and EventBridge for one function. */
  readonly platformFor: (functionName: string) => string;
  readonly estate: string;
}

/** A function that can be called. */
export interface LoadedFunction {
  readonly manifest: FunctionManifest;
  readonly handler: LambdaHandler;
}

/** Another environment of a function, as each of two clients at once would meet one; `variables` in place of its own. */
export async function loadEnvironment(functionName: string, endpoints: Endpoints, variables: FunctionEnv): Promise<LambdaHandler> {
  const declared = services.flatMap((service) => service.functions.map((manifest) => ({ service, manifest })));
  const found = declared.find(({ manifest }) => manifest.name === functionName);
  if (!found) throw new Error(`there is no function ${functionName}`);
  return (await loadFunction(folderOf(found.service), found.manifest))({ ...toEnv(found.manifest, endpoints), ...variables });
}

/** Loads all functions. */
export async function loadFunctions(endpoints: Endpoints): Promise<readonly LoadedFunction[]> {
  const declared = services.flatMap((service) => service.functions.map((manifest) => ({ folder: folderOf(service), manifest })));
  return Promise.all(
    declared.map(async ({ folder, manifest }) => {
      const create = await loadFunction(folder, manifest);
      return { manifest, handler: create(toEnv(manifest, endpoints)) };
    }),
  );
}

function toEnv({ name, trigger, environment }: FunctionManifest, { platformFor, estate }: Endpoints): FunctionEnv {
  const platform = platformFor(name);
  return {
    AWS_REGION: "us-east-1",
    DR_ACCOUNT_ID: "000000000000",
    DR_DYNAMODB_ENDPOINT: platform,
    DR_SQS_ENDPOINT: platform,
    DR_EVENTS_ENDPOINT: platform,
    DR_LAMBDA_ENDPOINT: platform,
    DR_SSM_ENDPOINT: estate,
    DR_AWS_ENDPOINT: estate,
    DR_ESTATE: "simulated",
    POWERTOOLS_METRICS_DISABLED: "true",
    ...(trigger.kind === "queue" && { DR_QUEUE_URL: queueUrl(trigger.queue), DR_DLQ_URL: queueUrl(`${trigger.queue}-dlq`) }),
    ...(trigger.kind === "stream" && { DR_DLQ_URL: queueUrl(`${name}-failures`) }),
    ...Object.fromEntries(Object.entries(environment).map(([variable, binding]) => [variable, resolve(binding)])),
    // Callers are made up here, so their session names are as good as their people.
    DR_PINNED_SESSION_ROLES: "DRPlanManager,DROperator,DRRecoveryManager",
  };
}

function resolve(binding: EnvBinding): string {
  if ("table" in binding) return binding.table;
  if ("bucket" in binding) return binding.bucket;
  if ("queue" in binding) return queueUrl(binding.queue);
  return "bus" in binding ? BUS_NAME : binding.value;
}
