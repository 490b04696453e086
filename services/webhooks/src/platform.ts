/** The service on DynamoDB, SQS and EventBridge, built from the environment of a function. */
import { createTakeFromLog, deliveryFromEnv, type DeliveryPlatform, type FactRule, type TakeFromLog } from "@dr/delivery";
import { createDynamoEventLog, createDynamoTimeFeed, type TimeFeed } from "@dr/event-log";
import { DrError } from "@dr/events";
import { createDocumentClient, parseEnv, remembered, systemClock, type FunctionEnv } from "@dr/runtime";
import { createFactRule } from "./fact-rule-client.ts";

/** Throws `env.invalid` that names each variable that is missing. */
export function platformFromEnv(variables: FunctionEnv): DeliveryPlatform {
  const found = deliveryFromEnv(parseEnv(variables, []));
  if (!("missing" in found)) return found;
  throw new DrError("env.invalid", `invalid environment: ${found.missing.map((name) => `${name} is missing`).join("; ")}`);
}

/** A key that was changed counts after this time. */
const KEY_TTL_MS = 300_000;

/** The key that events are signed by. Rejects where none is set up: unsigned events are not sent. */
export function signingKey({ readKey }: Pick<DeliveryPlatform, "readKey">): () => Promise<string> {
  const noKey = (): Promise<string> => Promise.reject(new Error("no key for webhooks is set up: DR_WEBHOOK_KEY_SECRET"));
  return remembered(readKey ?? noKey, { clock: systemClock, keepMs: KEY_TTL_MS });
}

/** What takes facts off the bus, and what the log holds beside it. */
export interface Sources {
  readonly rule: FactRule;
  readonly feed: TimeFeed;
  readonly takeFromLog: TakeFromLog;
}

/** The sources of facts. Throws `env.invalid`. */
export function sourcesFromEnv(variables: FunctionEnv, { stores }: DeliveryPlatform): Sources {
  const env = parseEnv(variables, ["DR_BUS_NAME", "DR_LOG_TABLE"]);
  const place = { documents: createDocumentClient(env), tableName: env.DR_LOG_TABLE };
  return {
    rule: createFactRule(env, env.DR_BUS_NAME),
    feed: createDynamoTimeFeed(place),
    takeFromLog: createTakeFromLog({ log: createDynamoEventLog(place), events: stores.events, clock: systemClock }),
  };
}
