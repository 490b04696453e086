/** Function `dr-itsm-follow`: looks at every change that is waited for. */
import { deliveryFromEnv } from "@dr/delivery";
import { createCallApi } from "@dr/delivery/call-api-client";
import { createExternalSecrets } from "@dr/delivery/sender";
import { DrError } from "@dr/events";
import { createDocumentClient, createTelemetry, lambdaEntry, lazyPort, parseEnv, scheduleHandler, systemClock } from "@dr/runtime";
import { createFollowChanges } from "../follow-changes.ts";
import { createFollowedChanges } from "../followed-changes.ts";
import { createStartPlans } from "../start-plans.ts";
import { openSystem } from "../systems.ts";
import { changeTable } from "../table.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) => {
  const env = parseEnv(variables, ["DR_ACCOUNT_ID"]);
  const platform = deliveryFromEnv(env);
  if ("missing" in platform) throw new DrError("env.invalid", `invalid environment: ${platform.missing.join(", ")} is missing`);
  const { stores, urlRules } = platform;
  const telemetry = createTelemetry("itsm");
  const changes = createFollowedChanges({ documents: createDocumentClient(env), tableName: changeTable.name });
  // It carries undici, half a megabyte: loaded with the first request that goes out.
  const { send } = lazyPort(async () => ({ send: (await import("@dr/delivery/guarded-send")).createGuardedSend(urlRules) }));
  const readSecret = createExternalSecrets(env, systemClock);
  const callApi = createCallApi(env, { account: env.DR_ACCOUNT_ID, functionName: variables["DR_API_FUNCTION"] ?? "dr-api-http" });
  const shared = { changes, callApi, clock: systemClock, logger: telemetry.logger, metrics: telemetry.metrics };
  const open = (receiver: Parameters<typeof openSystem>[0]) => openSystem(receiver, send, readSecret);
  const follow = createFollowChanges({ ...shared, open, receiverOf: stores.receivers.get });
  const start = createStartPlans({
    ...shared,
    open,
    receivers: async () => (await stores.receivers.list()).filter(({ receiverId }) => receiverId.startsWith("itsm.")),
  });
  return scheduleHandler({ name: "itsm-follow", telemetry, run: async () => ({ ...(await follow()), started: await start() }) });
});
