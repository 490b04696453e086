/** Target accounts in DynamoDB (table dr-cross-account-config). */
import { DeleteCommand, GetCommand, PutCommand, ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { targetAccountSchema, type AccountStore, type TargetAccount } from "./accounts.ts";

/** A store in `tableName`; accounts are few, and listed by a scan. */
export function createAccountStore({
  documents,
  tableName: TableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): AccountStore {
  return {
    list: async () => {
      const found: TargetAccount[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await documents.send(new ScanCommand({ TableName, ExclusiveStartKey }));
        found.push(...(page.Items ?? []).map((item) => targetAccountSchema.parse(item)));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return found.toSorted((a, b) => (a.AccountId < b.AccountId ? -1 : 1));
    },
    get: async (AccountId) => {
      const { Item } = await documents.send(new GetCommand({ TableName, Key: { AccountId }, ConsistentRead: true }));
      return Item === undefined ? undefined : targetAccountSchema.parse(Item);
    },
    put: async (Item) => void (await documents.send(new PutCommand({ TableName, Item }))),
    remove: async (AccountId) => void (await documents.send(new DeleteCommand({ TableName, Key: { AccountId } }))),
  };
}
