/** The service on DynamoDB and SQS, built from the environment of a function. */
import {
  createAddressGuard,
  createDynamoEvents,
  createDynamoLanes,
  createDynamoReceivers,
  createDynamoRecords,
  createGuardedSend,
  type DeliveryStores,
  type Send,
} from "@dr/delivery";
import { DrError } from "@dr/events";
import { createDocumentClient, createKeyReader, createSqsSender, parseEnv, type BaseEnv, type FunctionEnv } from "@dr/runtime";
import type { LaneMessage } from "./messages.ts";

const NAMES = ["DR_OUTBOX_TABLE", "DR_LANE_TABLE", "DR_RECORD_TABLE", "DR_RECEIVER_TABLE", "DR_LANE_QUEUE_URL"] as const;

/** The tables and the queue, all of them there. */
type Place = { readonly [Name in (typeof NAMES)[number]]-?: string };

/** What every function of the service is built from. */
export interface WebhookPlatform {
  readonly stores: DeliveryStores;
  /** Puts a message on the queue of lanes. */
  readonly tell: (message: LaneMessage, delaySeconds?: number) => Promise<void>;
  /** Sends to strangers; on one machine also to its own loopback. */
  readonly send: Send;
  /** The key that receivers' secrets are derived from. Throws where none is set up: unsigned events are not sent. */
  readonly readKey: () => Promise<string>;
}

/** Throws `env.invalid` that names each variable that is missing. */
export function platformFromEnv(variables: FunctionEnv): WebhookPlatform {
  const env = parseEnv(variables, []);
  const place = placeOf(env);
  const documents = createDocumentClient(env);
  const queue = createSqsSender(env);
  const local = env.DR_ESTATE === "simulated";
  const guard = createAddressGuard(local ? { allow: ["127.0.0.1", "::1"] } : {});
  const readKey = createKeyReader(env, { file: env.DR_WEBHOOK_KEY_FILE, secretId: env.DR_WEBHOOK_KEY_SECRET });
  return {
    stores: {
      events: createDynamoEvents({ documents, tableName: place.DR_OUTBOX_TABLE }),
      lanes: createDynamoLanes({ documents, tableName: place.DR_LANE_TABLE }),
      records: createDynamoRecords({ documents, tableName: place.DR_RECORD_TABLE }),
      receivers: createDynamoReceivers({ documents, tableName: place.DR_RECEIVER_TABLE }),
    },
    tell: (message, delaySeconds = 0) => queue.send({ queueUrl: place.DR_LANE_QUEUE_URL, body: JSON.stringify(message), delaySeconds }),
    send: createGuardedSend({ guard, allowPlainLoopback: local }),
    readKey: readKey ?? (() => Promise.reject(new Error("no key for webhooks is set up: DR_WEBHOOK_KEY_SECRET"))),
  };
}

function placeOf(env: BaseEnv): Place {
  const missing = NAMES.filter((name) => env[name] === undefined);
  if (missing.length > 0)
    throw new DrError("env.invalid", `invalid environment: ${missing.map((name) => `${name} is missing`).join("; ")}`);
  return env as Place;
}
