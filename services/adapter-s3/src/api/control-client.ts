/** Clients of S3's control plane, by Region. */
import { S3ControlClient } from "@aws-sdk/client-s3-control";
import { createClientPair, type ClientConfig, type ClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** The pair of a Region; without one, that of the installation. */
export function controlPair(env: FunctionEnv, region?: string): ClientPair<S3ControlClient> {
  return createClientPair(env, controlClient, region);
}

/** The account stands before the host name; another endpoint than AWS's has one host name for all. */
function controlClient(config: ClientConfig): S3ControlClient {
  const { endpoint } = config;
  const fixed = endpoint === undefined ? {} : { endpointProvider: () => ({ url: new URL(endpoint) }) };
  return new S3ControlClient({ ...config, ...fixed });
}
