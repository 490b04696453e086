/** The list of plans on DynamoDB. */
import { GetCommand, QueryCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { decodeCursor, encodeCursor } from "../history/cursor.ts";
import { planCatalogItemSchema, planPositionSchema, type PlanCatalog, type PlanCatalogItem } from "../history/plan-catalog.ts";
import { putIfNewer } from "./put-if-newer.ts";
import type { Item } from "./query.ts";

const DEFAULT_LIMIT = 50;

/** Every plan that is not deleted stands in one partition: plans are saved by people, a thousand a second are not. */
const LIVE = "yes";

/** The list in `tableName` (see `planCatalogTable`). A page is one query of what is not deleted, whatever else the table holds. */
export function createPlanCatalog({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): PlanCatalog {
  return {
    put: (item) => putIfNewer(documents, tableName, item.Deleted ? item : { ...item, live: LIVE }),
    get: async (planId) => {
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { PlanId: planId } }));
      return Item === undefined ? null : toItem(Item);
    },
    list: async ({ limit = DEFAULT_LIMIT, cursor } = {}) => {
      const after = decodeCursor(cursor, planPositionSchema);
      const page = await documents.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: "LiveIndex",
          KeyConditionExpression: "live = :live",
          ExpressionAttributeValues: { ":live": LIVE },
          Limit: limit,
          ...(after === undefined ? {} : { ExclusiveStartKey: { live: LIVE, PlanId: after.PlanId } }),
        }),
      );
      const items = (page.Items ?? []).map(toItem);
      const last = items.at(-1);
      return page.LastEvaluatedKey === undefined || last === undefined
        ? { items }
        : { items, cursor: encodeCursor({ PlanId: last.PlanId }) };
    },
  };
}

function toItem({ live: _, ...item }: Item): PlanCatalogItem {
  return planCatalogItemSchema.parse(item);
}
