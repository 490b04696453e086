/** The bus on EventBridge. */
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { platformClientConfig } from "./aws-config.ts";
import { createBus, type Bus } from "./bus.ts";
import { systemSleep, type Sleep } from "./clock.ts";
import type { BaseEnv } from "./env.ts";
import { withOneSigner } from "./one-signer.ts";
import type { PutEntries } from "./put-entries.ts";
import { readOutcomes } from "./put-outcomes.ts";

/** A bus that puts events on the EventBridge bus `DR_BUS_NAME`. At least once; see `Bus.publish`. */
export function createEventBridgeBus(env: BaseEnv & { readonly DR_BUS_NAME: string }, sleep: Sleep = systemSleep): Bus {
  const client = withOneSigner(new EventBridgeClient(platformClientConfig(env, "events", "mutate")));
  return createBus({ putEntries: createPutEntries(client, env.DR_BUS_NAME), sleep });
}

/** A `PutEvents` request whose answer is read entry by entry, and its `FailedEntryCount` too: HTTP 200 alone says nothing. */
export function createPutEntries(client: Pick<EventBridgeClient, "send">, busName: string): PutEntries {
  return async (entries) => {
    const answer = await client.send(
      new PutEventsCommand({
        Entries: entries.map((entry) => ({
          EventBusName: busName,
          Source: entry.source,
          DetailType: entry.detailType,
          Detail: JSON.stringify(entry.detail),
          ...(entry.resources === undefined ? {} : { Resources: [...entry.resources] }),
        })),
      }),
    );
    return readOutcomes(entries.length, answer);
  };
}
