/** The list of plans on DynamoDB. */
import { GetCommand, ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { decodeCursor, encodeCursor } from "../history/cursor.ts";
import { planCatalogItemSchema, planPositionSchema, type PlanCatalog, type PlanCatalogItem } from "../history/plan-catalog.ts";
import { putIfNewer } from "./put-if-newer.ts";
import type { Item } from "./query.ts";

const DEFAULT_LIMIT = 50;

/** The list in `tableName` (see `planCatalogTable`). It is scanned: an account has hundreds of plans, not millions. */
export function createPlanCatalog({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): PlanCatalog {
  return {
    put: (item) => putIfNewer(documents, tableName, item),
    get: async (planId) => {
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { PlanId: planId } }));
      return Item === undefined ? null : planCatalogItemSchema.parse(Item);
    },
    list: async ({ limit = DEFAULT_LIMIT, cursor, includeDeleted = false } = {}) => {
      const items: PlanCatalogItem[] = [];
      let start: Item | undefined = decodeCursor(cursor, planPositionSchema);
      do {
        const page = await documents.send(
          new ScanCommand({
            TableName: tableName,
            Limit: limit - items.length,
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
            ...(includeDeleted ? {} : { FilterExpression: "Deleted = :no", ExpressionAttributeValues: { ":no": false } }),
          }),
        );
        items.push(...(page.Items ?? []).map((item) => planCatalogItemSchema.parse(item)));
        start = page.LastEvaluatedKey;
      } while (start !== undefined && items.length < limit);
      return start === undefined ? { items } : { items, cursor: encodeCursor(start) };
    },
  };
}
