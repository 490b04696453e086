/** The bus on EventBridge. */
import { EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from "@aws-sdk/client-eventbridge";
import { platformClientConfig } from "./aws-config.ts";
import { createBus, type Bus, type PutEntries } from "./bus.ts";
import { systemSleep, type Sleep } from "./clock.ts";
import type { BaseEnv } from "./env.ts";

/** A bus that puts events on the EventBridge bus `DR_BUS_NAME`. At least once; see `Bus.publish`. */
export function createEventBridgeBus(env: BaseEnv & { readonly DR_BUS_NAME: string }, sleep: Sleep = systemSleep): Bus {
  const client = new EventBridgeClient(platformClientConfig(env, "events", "mutate"));
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
    const outcomes = answer.Entries ?? [];
    const reasons = entries.map((_, index) => reasonOf(outcomes[index]));
    const told = reasons.filter((reason) => reason !== null).length;
    const { FailedEntryCount: counted = 0 } = answer;
    // The answer contradicts itself, and nobody knows what was refused: a repeat is legal, a loss is not.
    return counted > told ? entries.map(() => `${counted} entries failed, and ${told} say so`) : reasons;
  };
}

function reasonOf(outcome: PutEventsResultEntry | undefined): string | null {
  if (outcome === undefined) return "no answer";
  const { EventId, ErrorCode, ErrorMessage } = outcome;
  return ErrorCode === undefined && EventId !== undefined ? null : `${ErrorCode}: ${ErrorMessage}`;
}
