/** Frees the leases that a killed runtime left in the adapters' ledgers: nobody else can work on this data folder, so waiting for them to expire would only cost time. */
import { ScanCommand, UpdateItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { AdapterManifest } from "@dr/runtime";

/** Ends every lease in every ledger table. What a lease protected is still protected by the ledger's revision and its intents. */
export async function releaseLeases(client: DynamoDBClient, adapters: readonly AdapterManifest[]): Promise<void> {
  for (const table of adapters.flatMap((adapter) => adapter.tables)) {
    let ExclusiveStartKey: Record<string, never> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({
          TableName: table.name,
          FilterExpression: "attribute_exists(leaseUntil)",
          ProjectionExpression: "#key",
          ExpressionAttributeNames: { "#key": table.partitionKey },
          ExclusiveStartKey,
        }),
      );
      for (const Key of page.Items ?? [])
        await client.send(new UpdateItemCommand({ TableName: table.name, Key, UpdateExpression: "REMOVE leaseUntil" }));
      ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
    } while (ExclusiveStartKey);
  }
}
