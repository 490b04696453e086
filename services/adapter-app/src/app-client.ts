/** What the application adapter acts with, by Region; without one, that of the function. */
import { createRegionalClients, lazyPort } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import type { AutomationPort } from "./clients/automation-client.ts";
import type { LambdaPort } from "./clients/lambda-client.ts";
import type { ParameterPort } from "./clients/parameter-client.ts";
import type { ProbePort } from "./clients/probe.ts";
import type { ScriptPort } from "./clients/script-client.ts";
import type { SsmPort } from "./clients/ssm-client.ts";

/** Ports of the application adapter. */
export interface AppClients {
  readonly ssm: (region?: string) => SsmPort;
  readonly automation: (region?: string) => AutomationPort;
  readonly lambda: (region?: string) => LambdaPort;
  readonly parameters: (region?: string) => ParameterPort;
  readonly scripts: (region?: string) => ScriptPort;
  /** From where the function runs. */
  readonly probe: ProbePort;
}

/** Clients on AWS, or on `DR_AWS_ENDPOINT`; each is loaded with its first call. */
export function createAppClients(env: FunctionEnv): AppClients {
  return {
    ssm: createRegionalClients((region) => lazyPort(async () => (await import("./clients/ssm-client.ts")).createSsmPort(env, region))),
    automation: createRegionalClients((region) =>
      lazyPort(async () => (await import("./clients/automation-client.ts")).createAutomationPort(env, region)),
    ),
    lambda: createRegionalClients((region) =>
      lazyPort(async () => (await import("./clients/lambda-client.ts")).createLambdaPort(env, region)),
    ),
    probe: lazyPort(async () => (await import("./clients/probe.ts")).createProbe()),
    scripts: createRegionalClients((region) =>
      lazyPort(async () => (await import("./clients/script-client.ts")).createScriptPort(env, region)),
    ),
    parameters: createRegionalClients((region) =>
      lazyPort(async () => (await import("./clients/parameter-client.ts")).createParameterPort(env, region)),
    ),
  };
}
