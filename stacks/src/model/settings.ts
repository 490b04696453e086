/** The safe defaults of every resource, in one place: SST's own and AWS's own are overridden here and nowhere else. */
export { STREAM_RETRY, TARGET_RETRY } from "@dr/runtime/delivery-plan";

/** Runtime of every function. */
export const RUNTIME = "nodejs24.x";
export const ARCHITECTURE = "arm64";
export const LOG_RETENTION_DAYS = 90;

/**
 * How functions are bundled. `splitting` makes files of what is loaded later (`await import`), so that a cold start reads only what it needs; names of functions and
 * classes are not kept: nothing of ours asks for them, and they are an eighteenth of a bundle.
 */
export const BUNDLING: { readonly minify: boolean; readonly splitting: boolean; readonly esbuild: { readonly keepNames: boolean } } = {
  minify: true,
  splitting: true,
  esbuild: { keepNames: false },
};

/** An invocation that the scheduler cannot place is tried twice more; the next tick comes anyway. */
export const SCHEDULE_RETRIES = 2;

/** The longest delay of an SQS message: adapters poll by messages to themselves, which are old when they arrive. */
export const MAX_DELAY_SECONDS = 900;

/** Folder of our parameters in Parameter Store. Fixed: one installation per account and Region. */
const PARAMETER_ROOT = "/dr-orchestration";

/** What an installation has decided for good. */
export const DEPLOYMENT_ROOT = `${PARAMETER_ROOT}/deployment`;
export const ADAPTERS_PARAMETER = `${DEPLOYMENT_ROOT}/adapters`;
/** Below it, each adapter with an app of its own leaves its name. */
export const APART_ROOT = `${DEPLOYMENT_ROOT}/apart`;

/** ARNs of the keys by class of data, for the adapters' own apps. */
export const KEY_ROOT = `${PARAMETER_ROOT}/keys`;

/** Where the requirements' clients look for the API, and where people find their pool. */
export const API_ID_PARAMETER = "/dr-platform/api-gateway-id";
export const API_ENDPOINT_PARAMETER = "/dr-platform/api-endpoint";
export const POOL_PARAMETER = "/dr-platform/user-pool-id";
export const CLIENT_PARAMETER = "/dr-platform/user-pool-client-id";

export const REGIONS_PARAMETER = `${DEPLOYMENT_ROOT}/regions`;
export const ALLOWED_REGIONS_PARAMETER = `${DEPLOYMENT_ROOT}/allowed-regions`;

export const BUS_NAME = "dr-orchestration";
export const BUS_PARAMETER = `${PARAMETER_ROOT}/bus`;
export const ALARM_TOPIC_NAME = "dr-orchestration-alarms";
export const ALARM_TOPIC_PARAMETER = `${PARAMETER_ROOT}/alarm-topic`;
