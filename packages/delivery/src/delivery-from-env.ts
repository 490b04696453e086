/** The stores and the queue of delivery, built from the environment of a function: the API's and the senders' alike. */
import { DrError } from "@dr/events";
import { createDocumentClient, createKeyReader, createSqsSender, type BaseEnv } from "@dr/runtime";
import { createDynamoEvents } from "./dynamodb/dynamo-events.ts";
import { createDynamoLanes } from "./dynamodb/dynamo-lanes.ts";
import { createDynamoListening } from "./dynamodb/dynamo-listening.ts";
import { createDynamoReceivers, createDynamoRecords } from "./dynamodb/dynamo-receivers.ts";
import type { LaneMessage } from "./lane-message.ts";
import { SENDERS, senderOf, type Sender } from "./senders.ts";
import type { DeliveryStores } from "./stores.ts";

const NAMES = ["DR_OUTBOX_TABLE", "DR_LANE_TABLE", "DR_RECORD_TABLE", "DR_RECEIVER_TABLE"] as const;

/** The tables, all of them there. */
type Place = { readonly [Name in (typeof NAMES)[number]]-?: string };

/** What a function of delivery is built from. */
export interface DeliveryPlatform {
  readonly stores: DeliveryStores;
  /** Puts a message on the queue of the service that it is for. Throws `delivery.no_queue` where this function does not know that queue. */
  readonly tell: (message: LaneMessage, delaySeconds?: number) => Promise<void>;
  /** The key that receivers' secrets are derived from; undefined where none is set up. */
  readonly readKey: (() => Promise<string>) | undefined;
}

/** The platform, or the names of the variables that it lacks. */
export function deliveryFromEnv(env: BaseEnv): DeliveryPlatform | { readonly missing: readonly string[] } {
  const missing = NAMES.filter((name) => env[name] === undefined);
  if (missing.length > 0) return { missing };
  const place = env as Place;
  const documents = createDocumentClient(env);
  const queue = createSqsSender(env);
  return {
    stores: {
      events: createDynamoEvents({ documents, tableName: place.DR_OUTBOX_TABLE }),
      listening: createDynamoListening({ documents, tableName: place.DR_OUTBOX_TABLE }),
      lanes: createDynamoLanes({ documents, tableName: place.DR_LANE_TABLE }),
      records: createDynamoRecords({ documents, tableName: place.DR_RECORD_TABLE }),
      receivers: createDynamoReceivers({ documents, tableName: place.DR_RECEIVER_TABLE }),
    },
    tell: async (message, delaySeconds = 0) => {
      const sender = receivingSender(message);
      const queueUrl = env[SENDERS[sender].variable];
      if (queueUrl === undefined)
        throw new DrError("delivery.no_queue", `${SENDERS[sender].variable} is not set: ${sender} cannot be told`);
      await queue.send({ queueUrl, body: JSON.stringify(message), delaySeconds });
    },
    readKey: createKeyReader(env, { file: env.DR_WEBHOOK_KEY_FILE, secretId: env.DR_WEBHOOK_KEY_SECRET }),
  };
}

function receivingSender(message: LaneMessage): Sender {
  if (message.kind === "lane") return senderOf(message.laneId);
  if (message.kind === "click") return "connectors";
  if (message.kind === "hint") return "itsm";
  return message.kind === "listen" ? "webhooks" : senderOf(message.receiverId);
}
