/** Reads progress from DynamoDB (table dr-operations, written by the planner). */
import { lazyLooseObject } from "@dr/events";
import { BatchGetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Progress, ReadProgress } from "./progress.ts";

const itemSchema = lazyLooseObject(() => ({
  operationId: z.string(),
  percent: z.number().optional(),
  message: z.string(),
  heardAt: z.string(),
}));

/** DynamoDB takes 100 keys in a request (API reference, BatchGetItem), and a look at an execution asks once, however many tasks run. */
const MAX_KEYS = 100;

/** A reader of `tableName`. Only the first 100 operations are asked for; those, and keys that DynamoDB leaves unprocessed, count as silent. */
export function createProgressReader({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): ReadProgress {
  return async (operationIds) => {
    const heard = new Map<string, Progress>();
    const Keys = operationIds.slice(0, MAX_KEYS).map((operationId) => ({ operationId }));
    const { Responses } = await documents.send(new BatchGetCommand({ RequestItems: { [tableName]: { Keys } } }));
    for (const item of Responses?.[tableName] ?? []) {
      const { operationId, percent, message, heardAt } = itemSchema.parse(item);
      heard.set(operationId, { message, heardAt, ...(percent === undefined ? {} : { percent }) });
    }
    return heard;
  };
}
