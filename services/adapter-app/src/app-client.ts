/** What the application adapter acts with, by Region; without one, that of the function. */
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SSMClient } from "@aws-sdk/client-ssm";
import { createClientPair, createRegionalClients } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { createAutomationPort, type AutomationPort } from "./clients/automation-client.ts";
import { createLambdaPort, type LambdaPort } from "./clients/lambda-client.ts";
import { createProbe, type ProbePort } from "./clients/probe.ts";
import { createParameterPort, type ParameterPort } from "./clients/parameter-client.ts";
import { createSsmPort, type SsmPort } from "./clients/ssm-client.ts";

/** Ports of the application adapter. */
export interface AppClients {
  readonly ssm: (region?: string) => SsmPort;
  readonly automation: (region?: string) => AutomationPort;
  readonly lambda: (region?: string) => LambdaPort;
  readonly parameters: (region?: string) => ParameterPort;
  /** From where the function runs. */
  readonly probe: ProbePort;
}

/** Clients on AWS, or on `DR_AWS_ENDPOINT`. */
export function createAppClients(env: FunctionEnv): AppClients {
  const ssmPair = createRegionalClients((region) => createClientPair(env, (config) => new SSMClient(config), region));
  return {
    ssm: createRegionalClients((region) => createSsmPort(ssmPair(region))),
    automation: createRegionalClients((region) => createAutomationPort(ssmPair(region))),
    lambda: createRegionalClients((region) => createLambdaPort(createClientPair(env, (config) => new LambdaClient(config), region))),
    probe: createProbe(),
    parameters: createRegionalClients((region) => createParameterPort(ssmPair(region).read)),
  };
}
