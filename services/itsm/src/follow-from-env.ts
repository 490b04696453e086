/** Following changes, as a function of this service is set up. */
import type { DeliveryStores, Send } from "@dr/delivery";
import type { ReadExternalSecret } from "@dr/delivery/sender";
import { createDocumentClient, lazyPort, parseEnv, systemClock, type FunctionEnv, type Telemetry } from "@dr/runtime";
import { createFollowChanges, type FollowChanges } from "./follow-changes.ts";
import { createFollowedChanges } from "./followed-changes.ts";
import { createStartPlans } from "./start-plans.ts";
import { openSystem } from "./systems.ts";
import { changeTable } from "./table.ts";

/** What of the function it uses. */
export interface FollowParts {
  readonly stores: Pick<DeliveryStores, "receivers">;
  readonly send: Send;
  readonly readSecret: ReadExternalSecret;
  readonly telemetry: Telemetry;
}

/** Looks at changes that are followed, and starts plans that approved ones ask for. Throws `env.invalid`. */
export function followFromEnv(
  variables: FunctionEnv,
  { stores, send, readSecret, telemetry }: FollowParts,
): { readonly follow: FollowChanges; readonly start: () => Promise<number> } {
  const env = parseEnv(variables, ["DR_ACCOUNT_ID"]);
  const changes = createFollowedChanges({ documents: createDocumentClient(env), tableName: changeTable.name });
  const api = { account: env.DR_ACCOUNT_ID, functionName: variables["DR_API_FUNCTION"] ?? "dr-api-http" };
  // It carries the client of Lambda: loaded with the first question to the API.
  const { callApi } = lazyPort(async () => ({ callApi: (await import("@dr/delivery/call-api-client")).createCallApi(env, api) }));
  const open = (receiver: Parameters<typeof openSystem>[0]) => openSystem(receiver, send, readSecret);
  const shared = { changes, callApi, open, clock: systemClock, logger: telemetry.logger, metrics: telemetry.metrics };
  return {
    follow: createFollowChanges({ ...shared, receiverOf: stores.receivers.get }),
    start: createStartPlans({
      ...shared,
      receivers: async () => (await stores.receivers.list()).filter(({ receiverId }) => receiverId.startsWith("itsm.")),
    }),
  };
}
