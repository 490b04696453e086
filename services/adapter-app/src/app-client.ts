/** What the application adapter acts with, by Region; without one, that of the function. */
import { SSMClient } from "@aws-sdk/client-ssm";
import { createClientPair, createRegionalClients } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { createSsmPort, type SsmPort } from "./clients/ssm-client.ts";

/** Ports of the application adapter. */
export interface AppClients {
  readonly ssm: (region?: string) => SsmPort;
}

/** Clients on AWS, or on `DR_AWS_ENDPOINT`. */
export function createAppClients(env: FunctionEnv): AppClients {
  return {
    ssm: createRegionalClients((region) => createSsmPort(createClientPair(env, (config) => new SSMClient(config), region))),
  };
}
