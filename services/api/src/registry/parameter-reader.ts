/** Reads the registry from Parameter Store. */
import { platformClientConfig, type BaseEnv } from "@dr/runtime";
import type { ReadParameters } from "./technology-reader.ts";

/** All parameters below `path`, with everything below them. */
export function createParameterReader(env: BaseEnv, path = env.DR_REGISTRY_PATH): ReadParameters {
  let loading: Promise<ReadParameters> | undefined;
  return async () => {
    loading ??= import("./parameters-client.ts").then(({ parametersBelow }) =>
      parametersBelow(path, platformClientConfig(env, "ssm", "read")),
    );
    return (await loading)();
  };
}
