/** Reads progress from DynamoDB (table dr-operations, written by the planner). */
import { BatchGetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Progress, ReadProgress } from "./progress.ts";

const itemSchema = z.looseObject({
  operationId: z.string(),
  percent: z.number().optional(),
  message: z.string(),
  heardAt: z.string(),
});

/** DynamoDB takes 100 keys in a request (API reference, BatchGetItem). */
const MAX_KEYS = 100;

/** A reader of `tableName`. Keys that DynamoDB leaves unprocessed count as silent: the next look shows them. */
export function createProgressReader({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): ReadProgress {
  return async (operationIds) => {
    const heard = new Map<string, Progress>();
    for (let start = 0; start < operationIds.length; start += MAX_KEYS) {
      const Keys = operationIds.slice(start, start + MAX_KEYS).map((operationId) => ({ operationId }));
      const { Responses } = await documents.send(new BatchGetCommand({ RequestItems: { [tableName]: { Keys } } }));
      for (const item of Responses?.[tableName] ?? []) {
        const { operationId, percent, message, heardAt } = itemSchema.parse(item);
        heard.set(operationId, { message, heardAt, ...(percent === undefined ? {} : { percent }) });
      }
    }
    return heard;
  };
}
