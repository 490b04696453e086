/** Function `dr-itsm-follow`: looks at every change that is waited for. */
import { deliveryFromEnv } from "@dr/delivery";
import { createExternalSecrets } from "@dr/delivery/sender";
import { DrError } from "@dr/events";
import { createTelemetry, lambdaEntry, lazyPort, parseEnv, scheduleHandler, systemClock } from "@dr/runtime";
import { followFromEnv } from "../follow-from-env.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) => {
  const env = parseEnv(variables, []);
  const platform = deliveryFromEnv(env);
  if ("missing" in platform) throw new DrError("env.invalid", `invalid environment: ${platform.missing.join(", ")} is missing`);
  const { stores } = platform;
  const telemetry = createTelemetry("itsm");
  const { send } = lazyPort(async () => ({ send: (await import("@dr/delivery/guarded-send")).guardedSendFromEnv(env) }));
  const { follow, start } = followFromEnv(variables, { stores, send, readSecret: createExternalSecrets(env, systemClock), telemetry });
  return scheduleHandler({ name: "itsm-follow", telemetry, run: async () => ({ ...(await follow()), started: await start() }) });
});
