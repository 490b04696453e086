/** Queries: one page, or all of them. */
import { QueryCommand, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

/** An item as the document client gives it. */
export type Item = Record<string, unknown>;

/** What is asked for, in plain values. */
export interface Query extends Omit<QueryCommandInput, "ExpressionAttributeValues" | "ExclusiveStartKey"> {
  readonly ExpressionAttributeValues: Item;
  readonly ExclusiveStartKey?: Item | undefined;
}

/** What one request brings; `next` is where the following page begins, if there may be one. */
export interface QueryPage {
  readonly items: readonly Item[];
  readonly next: Item | undefined;
}

/**
 * One page of a query. The document client's own command would do the same by two more steps of its pipeline, which are built anew for each request: a twelfth of the
 * processor time that a query takes in the client.
 */
export async function queryPage(
  documents: DynamoDBDocumentClient,
  { ExpressionAttributeValues, ExclusiveStartKey, ...input }: Query,
): Promise<QueryPage> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      ...input,
      ExpressionAttributeValues: marshall(ExpressionAttributeValues),
      ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey: marshall(ExclusiveStartKey) }),
    }),
  );
  return { items: Items.map((item) => unmarshall(item)), next: LastEvaluatedKey && unmarshall(LastEvaluatedKey) };
}

/** Items of a query in its order, page after page, at most `limit` of them. */
export async function queryItems(documents: DynamoDBDocumentClient, query: Query, limit = Infinity): Promise<readonly Item[]> {
  const items: Item[] = [];
  let { ExclusiveStartKey } = query;
  do {
    const page = await queryPage(documents, {
      ...query,
      ExclusiveStartKey,
      ...(limit === Infinity ? {} : { Limit: limit - items.length }),
    });
    items.push(...page.items);
    ExclusiveStartKey = page.next;
  } while (ExclusiveStartKey !== undefined && items.length < limit);
  return items;
}
