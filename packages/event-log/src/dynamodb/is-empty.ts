/** Whether a table holds nothing at all. */
import { ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** One consistent request for one key. A caller may have to be allowed `dynamodb:Scan` for this alone. */
export async function isEmptyTable({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): Promise<boolean> {
  const { Count = 0 } = await documents.send(new ScanCommand({ TableName: tableName, Limit: 1, Select: "COUNT", ConsistentRead: true }));
  return Count === 0;
}
