/** Creates the tables that the service manifests declare, if they do not exist yet. */
import {
  CreateTableCommand,
  type DynamoDBClient,
  ListTablesCommand,
  waitUntilTableExists,
  type AttributeDefinition,
  type KeySchemaElement,
} from "@aws-sdk/client-dynamodb";
import type { TableManifest } from "@dr/runtime";

/** Creates what is missing; leaves existing tables and their data alone. */
export async function createTables(client: DynamoDBClient, tables: readonly TableManifest[]): Promise<void> {
  const existing = new Set((await client.send(new ListTablesCommand({}))).TableNames);
  for (const table of tables) {
    if (existing.has(table.name)) continue;
    await client.send(new CreateTableCommand(toCreateTable(table)));
    await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.2 }, { TableName: table.name });
  }
}

function toCreateTable(table: TableManifest) {
  const attributes = new Map<string, AttributeDefinition>();
  const key = (partitionKey: string, sortKey: string | undefined, types: { pk?: "S" | "N"; sk?: "S" | "N" } = {}): KeySchemaElement[] => {
    attributes.set(partitionKey, { AttributeName: partitionKey, AttributeType: types.pk ?? "S" });
    const schema: KeySchemaElement[] = [{ AttributeName: partitionKey, KeyType: "HASH" }];
    if (sortKey !== undefined) {
      attributes.set(sortKey, { AttributeName: sortKey, AttributeType: types.sk ?? "S" });
      schema.push({ AttributeName: sortKey, KeyType: "RANGE" });
    }
    return schema;
  };
  const KeySchema = key(table.partitionKey, table.sortKey);
  const indexes = (table.indexes ?? []).map((index) => ({
    IndexName: index.name,
    KeySchema: key(index.partitionKey, index.sortKey, {
      ...(index.partitionKeyType && { pk: index.partitionKeyType }),
      ...(index.sortKeyType && { sk: index.sortKeyType }),
    }),
    Projection: { ProjectionType: index.projection },
  }));
  return {
    TableName: table.name,
    KeySchema,
    AttributeDefinitions: [...attributes.values()],
    BillingMode: "PAY_PER_REQUEST" as const,
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
}
