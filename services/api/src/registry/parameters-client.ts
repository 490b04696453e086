/** Reads the registry from Parameter Store. */
import { GetParametersByPathCommand, SSMClient } from "@aws-sdk/client-ssm";
import { platformClientConfig, type BaseEnv } from "@dr/runtime";
import type { ReadParameters, RegistryParameter } from "./technology-reader.ts";

/** GetParametersByPath gives at most 10 parameters a page (Systems Manager API reference). */
const PAGE = 10;

/** All parameters below `path`, with everything below them. */
export function createParameterReader(env: BaseEnv, path = env.DR_REGISTRY_PATH): ReadParameters {
  const client = new SSMClient(platformClientConfig(env, "ssm", "read"));
  return async () => {
    const found: RegistryParameter[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new GetParametersByPathCommand({ Path: path, Recursive: true, MaxResults: PAGE, NextToken }));
      for (const { Name, Value } of page.Parameters ?? [])
        if (Name !== undefined && Value !== undefined) found.push({ name: Name, value: Value });
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return found;
  };
}
