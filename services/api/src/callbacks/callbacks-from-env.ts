/** Callbacks on Secrets Manager and SQS, as the API's function is set up. */
import { deliveryFromEnv } from "@dr/delivery";
import { createExternalSecrets, memberOf } from "@dr/delivery/external-secrets";
import { systemClock, type BaseEnv } from "@dr/runtime";
import type { Callbacks } from "./callbacks.ts";

/** Undefined where the environment names no queue or no secrets. */
export function callbacksFromEnv(env: BaseEnv): Callbacks | undefined {
  const found = deliveryFromEnv(env);
  if ("missing" in found || env.DR_EXTERNAL_API_SECRETS === undefined || env.DR_ITSM_LANE_QUEUE_URL === undefined) return undefined;
  const readSecret = createExternalSecrets(env, systemClock);
  return {
    readSigningSecret: async (system) => memberOf(await readSecret(system), system, "signingSecret"),
    tell: (message) => found.tell(message),
  };
}
