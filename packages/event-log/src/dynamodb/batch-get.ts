/** Reads many items by key. */
import { BatchGetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Item } from "./query.ts";

/** Keys in one request (DynamoDB API reference, BatchGetItem). */
const MAX_KEYS = 100;

/** Requests under way at once: an execution may look for tens of thousands of keys. */
const AT_ONCE = 8;

/** The items that exist, in no promised order; consistently unless told otherwise. Keys that DynamoDB left unprocessed are asked for again. */
export async function batchGetItems(
  documents: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Item[],
  { consistent = true }: { readonly consistent?: boolean } = {},
): Promise<readonly Item[]> {
  const items: Item[] = [];
  const getSome = async (start: number): Promise<void> => {
    let waiting = keys.slice(start, start + MAX_KEYS);
    while (waiting.length > 0) {
      const page = await documents.send(
        new BatchGetCommand({ RequestItems: { [tableName]: { Keys: waiting, ConsistentRead: consistent } } }),
      );
      items.push(...(page.Responses?.[tableName] ?? []));
      waiting = page.UnprocessedKeys?.[tableName]?.Keys ?? [];
    }
  };
  const starts = Array.from({ length: Math.ceil(keys.length / MAX_KEYS) }, (_, index) => index * MAX_KEYS);
  for (let first = 0; first < starts.length; first += AT_ONCE) await Promise.all(starts.slice(first, first + AT_ONCE).map(getSome));
  return items;
}
