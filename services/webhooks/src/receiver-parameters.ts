/** Parameters that name receivers, as the function is set up; none where no path is set. */
import type { ReceiverParameter } from "@dr/delivery";
import { receiverParameters } from "@dr/delivery/parameters-client";
import { parseEnv, platformClientConfig, type FunctionEnv } from "@dr/runtime";

/** A reader of all of them. */
export function receiverParametersFromEnv(variables: FunctionEnv): () => Promise<readonly ReceiverParameter[]> {
  const env = parseEnv(variables, []);
  const path = env.DR_RECEIVERS_PATH;
  return path === undefined ? () => Promise.resolve([]) : receiverParameters(path, platformClientConfig(env, "ssm", "read"));
}
