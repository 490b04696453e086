/** Configuration of AWS clients: where they connect and how often they repeat a request. */
import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { requestCarrier, type ClientRequestHandler } from "./carrier.ts";
import type { BaseEnv } from "./env.ts";
import { homeRegionOf } from "./regions.ts";

/** Who an SDK client is: keys, or a provider that is asked again when they expire. */
export type ClientCredentials = NonNullable<DynamoDBClientConfig["credentials"]>;

/**
 * `read`: 5 tries, adaptive. `mutate`: one try, because the SDK would re-send an effect whose answer was lost.
 * `idempotent`: 5 tries, for our own writes that carry a condition and so survive a repeat.
 */
export type ClientKind = "read" | "mutate" | "idempotent";

/** A part of the platform with an endpoint of its own. */
export type PlatformPart = "dynamodb" | "sqs" | "events" | "ssm" | "secrets" | "s3" | "lambda" | "states";

/** What every SDK client is built with. Endpoints are given in code: `AWS_ENDPOINT_URL` alone does not hold for SQS. */
export interface AwsClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly maxAttempts: number;
  readonly retryMode: "adaptive" | "standard";
  readonly requestHandler: ClientTimeouts | ClientRequestHandler;
}

interface ClientTimeouts {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly throwOnRequestTimeout: boolean;
}

/** How long a client waits for a connection. */
export const CONNECTION_TIMEOUT_MS = 3_000;
/** How long a client waits for the answer to a request. */
export const REQUEST_TIMEOUT_MS = 10_000;
const TRIES = 5;

/** Configuration of a client on what adapters act on (`DR_AWS_ENDPOINT`, or AWS itself), in the home Region: that of whatever a plan names without one. */
export function awsClientConfig(env: BaseEnv, kind: ClientKind): AwsClientConfig {
  return { ...clientConfig(env, kind, env.DR_AWS_ENDPOINT), region: homeRegionOf(env) };
}

/** Configuration of a client on a part of our own platform (`DR_DYNAMODB_ENDPOINT` and so on, or AWS itself). */
export function platformClientConfig(env: BaseEnv, part: PlatformPart, kind: ClientKind): AwsClientConfig {
  const endpoints = {
    dynamodb: env.DR_DYNAMODB_ENDPOINT,
    sqs: env.DR_SQS_ENDPOINT,
    events: env.DR_EVENTS_ENDPOINT,
    ssm: env.DR_SSM_ENDPOINT,
    secrets: env.DR_SECRETS_ENDPOINT,
    s3: env.DR_S3_ENDPOINT,
    lambda: env.DR_LAMBDA_ENDPOINT,
    states: env.DR_STATES_ENDPOINT,
  };
  const handler = MESSAGES.has(part) ? requestCarrier() : undefined;
  return { ...clientConfig(env, kind, endpoints[part]), ...(handler === undefined ? {} : { requestHandler: handler }) };
}

/** Parts whose requests and answers are whole messages, and neither streams nor calls that may take long. */
const MESSAGES: ReadonlySet<PlatformPart> = new Set(["dynamodb", "sqs", "events"]);

function clientConfig(env: BaseEnv, kind: ClientKind, endpoint: string | undefined): AwsClientConfig {
  return {
    region: env.AWS_REGION,
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: kind === "mutate" ? 1 : TRIES,
    retryMode: kind === "read" ? "adaptive" : "standard",
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
  };
}
