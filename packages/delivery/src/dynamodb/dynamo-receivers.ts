/** Receivers and what was tried at them, on DynamoDB. */
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";
import { lazyObject } from "@dr/events";
import * as z from "zod";
import { unlessRefused } from "./conditional.ts";
import type { Receiver } from "../receiver.ts";
import type { DeliveryRecord, ReceiverStore, RecordStore } from "../stores.ts";

const KEPT_SECONDS = 30 * 86_400;
/** Records that one filtered page may look through. */
const MAX_LOOKED_AT = 1_000;

const receiverSchema = lazyObject(() => ({
  receiverId: z.string(),
  kind: z.string(),
  filter: z.object({
    types: z.array(z.string()).optional(),
    planIds: z.array(z.string()).optional(),
    executionTypes: z.array(z.enum(["drill", "recovery"])).optional(),
    subjects: z.array(z.string()).optional(),
    tags: z.record(z.string(), z.string()).optional(),
  }),
  settings: z.record(z.string(), z.string()),
  enabled: z.boolean(),
  disabledReason: z.string().optional(),
  since: z.string(),
  ratePerSecond: z.number().positive(),
  retryHours: z.number().positive(),
  failing: z
    .object({ failures: z.int(), since: z.string(), restsUntil: z.string().optional(), lastReason: z.string().optional() })
    .optional(),
  once: z.literal(true).optional(),
}));

const recordSchema = lazyObject(() => ({
  receiverId: z.string(),
  eventId: z.string(),
  executionId: z.string(),
  sequence: z.int(),
  type: z.string(),
  at: z.string(),
  attempt: z.int(),
  outcome: z.enum(["sent", "retry", "dead", "unknown", "gap"]),
  reason: z.string().optional(),
  status: z.int().optional(),
  latencyMs: z.number().optional(),
  address: z.string().optional(),
  answer: z.string().optional(),
}));

interface Place {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** Receivers in `tableName` (see `receiverTable`): few and small, so the list is a scan. */
export function createDynamoReceivers({ documents, tableName }: Place): ReceiverStore {
  return {
    list: async () => {
      const found: Receiver[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await documents.send(new ScanCommand({ TableName: tableName, ConsistentRead: true, ExclusiveStartKey: start }));
        found.push(...(page.Items ?? []).map((item) => receiverSchema.parse(item) as Receiver));
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
      return found;
    },
    get: async (receiverId) => {
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { receiverId }, ConsistentRead: true }));
      return Item === undefined ? undefined : (receiverSchema.parse(Item) as Receiver);
    },
    put: async (receiver) => {
      await documents.send(new PutCommand({ TableName: tableName, Item: { ...receiver } }));
    },
    fail: async (receiverId, failing, seenUntil) => {
      const seen = seenUntil === undefined ? "" : " AND failing.restsUntil = :seen";
      const noted = new UpdateCommand({
        TableName: tableName,
        Key: { receiverId },
        UpdateExpression: failing === undefined ? "REMOVE failing" : "SET failing = :failing",
        ConditionExpression: `attribute_exists(receiverId)${seen}`,
        ...(failing === undefined && seenUntil === undefined
          ? {}
          : {
              ExpressionAttributeValues: {
                ...(failing === undefined ? {} : { ":failing": failing }),
                ...(seenUntil === undefined ? {} : { ":seen": seenUntil }),
              },
            }),
      });
      return (await unlessRefused(documents.send(noted))) !== undefined;
    },
    remove: async (receiverId) => {
      await documents.send(new DeleteCommand({ TableName: tableName, Key: { receiverId } }));
    },
  };
}

/** Records in `tableName` (see `deliveryRecordTable`). */
export function createDynamoRecords({ documents, tableName }: Place): RecordStore {
  return {
    add: async (record) => {
      const position = `${record.at}#${record.eventId}#${record.attempt}`;
      const expiresAt = Math.floor(Date.parse(record.at) / 1_000) + KEPT_SECONDS;
      await documents.send(new PutCommand({ TableName: tableName, Item: { ...record, position, expiresAt } }));
    },
    list: async (receiverId, { outcome, limit, before = "~" }) => {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: "receiverId = :id AND #position < :before",
          ExpressionAttributeNames: { "#position": "position", ...(outcome === undefined ? {} : { "#outcome": "outcome" }) },
          ExpressionAttributeValues: { ":id": receiverId, ":before": before, ...(outcome === undefined ? {} : { ":outcome": outcome }) },
          ...(outcome === undefined ? { Limit: limit } : { FilterExpression: "#outcome = :outcome", Limit: MAX_LOOKED_AT }),
          ScanIndexForward: false,
        }),
      );
      return Items.slice(0, limit).map((item) => recordSchema.parse(item) as DeliveryRecord);
    },
  };
}
