/** Reads many items by key. */
import { BatchGetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Item } from "./query.ts";

/** Keys in one request (DynamoDB API reference, BatchGetItem). */
const MAX_KEYS = 100;

/** The items that exist, in no promised order; consistently unless told otherwise. Keys that DynamoDB left unprocessed are asked for again. */
export async function batchGetItems(
  documents: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Item[],
  { consistent = true }: { readonly consistent?: boolean } = {},
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let waiting = [...keys];
  while (waiting.length > 0) {
    const page = await documents.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys: waiting.slice(0, MAX_KEYS), ConsistentRead: consistent } } }),
    );
    items.push(...(page.Responses?.[tableName] ?? []));
    waiting = [...waiting.slice(MAX_KEYS), ...(page.UnprocessedKeys?.[tableName]?.Keys ?? [])];
  }
  return items;
}
