/** Webhooks on DynamoDB and SQS, as the API's function is set up. */
import { createAddressGuard, createDynamoEvents, createDynamoLanes, createDynamoReceivers, createDynamoRecords } from "@dr/delivery";
import { createDocumentClient, createKeyReader, createSqsSender, type BaseEnv } from "@dr/runtime";
import type { Webhooks } from "./webhooks.ts";

/** Undefined where the environment names no table of receivers. */
export function webhooksFromEnv(env: BaseEnv): Webhooks | undefined {
  const { DR_OUTBOX_TABLE, DR_LANE_TABLE, DR_RECORD_TABLE, DR_RECEIVER_TABLE, DR_LANE_QUEUE_URL } = env;
  const readKey = createKeyReader(env, { file: env.DR_WEBHOOK_KEY_FILE, secretId: env.DR_WEBHOOK_KEY_SECRET });
  if (!DR_OUTBOX_TABLE || !DR_LANE_TABLE || !DR_RECORD_TABLE || !DR_RECEIVER_TABLE || !DR_LANE_QUEUE_URL || !readKey) return undefined;
  const documents = createDocumentClient(env);
  const queue = createSqsSender(env);
  const local = env.DR_ESTATE === "simulated";
  return {
    stores: {
      events: createDynamoEvents({ documents, tableName: DR_OUTBOX_TABLE }),
      lanes: createDynamoLanes({ documents, tableName: DR_LANE_TABLE }),
      records: createDynamoRecords({ documents, tableName: DR_RECORD_TABLE }),
      receivers: createDynamoReceivers({ documents, tableName: DR_RECEIVER_TABLE }),
    },
    urlRules: { guard: createAddressGuard(local ? { allow: ["127.0.0.1", "::1"] } : {}), allowPlainLoopback: local },
    readKey,
    tell: (message) => queue.send({ queueUrl: DR_LANE_QUEUE_URL, body: JSON.stringify(message) }),
  };
}
