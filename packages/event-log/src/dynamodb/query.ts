/** Reads all pages of a query. */
import { QueryCommand, type DynamoDBDocumentClient, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";

/** An item as the document client gives it. */
export type Item = Record<string, unknown>;

/** Items of a query in its order, page after page, at most `limit` of them. */
export async function queryItems(documents: DynamoDBDocumentClient, input: QueryCommandInput, limit = Infinity): Promise<readonly Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await documents.send(
      new QueryCommand({
        ...input,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        ...(limit === Infinity ? {} : { Limit: limit - items.length }),
      }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined && items.length < limit);
  return items;
}
