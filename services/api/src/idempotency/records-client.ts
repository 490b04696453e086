/** Idempotency records in DynamoDB. */
import { lazyLooseObject } from "@dr/events";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { IdempotencyRecord, IdempotencyRecords } from "./records.ts";

const recordSchema = lazyLooseObject(() => ({
  key: z.string(),
  bodyHash: z.string(),
  owner: z.string(),
  requestId: z.string(),
  lockedUntilMs: z.number(),
  expiresAt: z.number(),
  answer: z.string().optional(),
}));

/** What the records are built from. */
export interface IdempotencyRecordsDeps {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** Records in `tableName` (partition key `key`, TTL on `expiresAt`). */
export function createIdempotencyRecords({ documents, tableName: TableName }: IdempotencyRecordsDeps): IdempotencyRecords {
  const OWNED = {
    ConditionExpression: "#owner = :owner AND attribute_not_exists(answer)",
    ExpressionAttributeNames: { "#owner": "owner" },
  };
  const owned = ({ key, owner }: IdempotencyRecord) => ({
    TableName,
    Key: { key },
    ...OWNED,
    ExpressionAttributeValues: { ":owner": owner },
  });
  const find = async (key: string): Promise<IdempotencyRecord | undefined> => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key: { key }, ConsistentRead: true }));
    return Item === undefined ? undefined : (recordSchema.parse(Item) as IdempotencyRecord);
  };
  const create = async (record: IdempotencyRecord): Promise<IdempotencyRecord | undefined> => {
    const free = { ConditionExpression: "attribute_not_exists(#key)", ExpressionAttributeNames: { "#key": "key" } };
    if (await succeeds(documents.send(new PutCommand({ TableName, Item: record, ...free })))) return undefined;
    // Removed in between: the next try of the caller finds it free.
    return (await find(record.key)) ?? create(record);
  };
  return {
    create,
    takeOver: async (record, previousOwner) => {
      const values = { ExpressionAttributeValues: { ":owner": previousOwner } };
      if (await succeeds(documents.send(new PutCommand({ TableName, Item: record, ...OWNED, ...values })))) return true;
      // The client repeats a put whose answer was lost, and then meets its own record.
      return (await find(record.key))?.owner === record.owner;
    },
    complete: async (record, answer) => {
      const { ExpressionAttributeValues, ...rest } = owned(record);
      const values = { ...ExpressionAttributeValues, ":answer": answer };
      await succeeds(
        documents.send(new UpdateCommand({ ...rest, UpdateExpression: "SET answer = :answer", ExpressionAttributeValues: values })),
      );
    },
    unlock: async (record) => {
      const { ExpressionAttributeValues, ...rest } = owned(record);
      const values = { ...ExpressionAttributeValues, ":zero": 0 };
      await succeeds(
        documents.send(new UpdateCommand({ ...rest, UpdateExpression: "SET lockedUntilMs = :zero", ExpressionAttributeValues: values })),
      );
    },
    remove: async (record) => {
      await succeeds(documents.send(new DeleteCommand(owned(record))));
    },
  };
}

/** False when the condition was not met; any other failure is thrown. */
async function succeeds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
