/** Makes tables from their manifests on a local engine. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type AttributeDefinition,
  type CreateTableCommandInput,
  type KeySchemaElement,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { TableManifest } from "@dr/runtime";

/** A document client for a local endpoint, with credentials that mean nothing. */
export function localDocuments(endpoint: string): DynamoDBDocumentClient {
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** Creates the table of a manifest, under another name if one is given. Resolves to the name once the table can be used. */
export async function createTable(documents: DynamoDBDocumentClient, table: TableManifest, name = table.name): Promise<string> {
  await documents.send(new CreateTableCommand(toCreateTableInput(table, name)));
  for (;;) {
    const state = await documents.send(new DescribeTableCommand({ TableName: name })).catch(() => undefined);
    if (state?.Table?.TableStatus === "ACTIVE") return name;
    await sleep(10);
  }
}

/** The request that creates a table: on demand, its indexes included, its stream if it has one. */
export function toCreateTableInput(table: TableManifest, name = table.name): CreateTableCommandInput {
  const types = new Map<string, "S" | "N">([[table.partitionKey, "S"]]);
  if (table.sortKey !== undefined) types.set(table.sortKey, "S");
  const indexes = (table.indexes ?? []).map((index) => {
    types.set(index.partitionKey, index.partitionKeyType ?? "S");
    if (index.sortKey !== undefined) types.set(index.sortKey, index.sortKeyType ?? "S");
    return { IndexName: index.name, KeySchema: keySchema(index), Projection: { ProjectionType: index.projection } };
  });
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keySchema(table),
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]): AttributeDefinition => ({ AttributeName, AttributeType })),
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
    ...(table.stream === true ? { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" } } : {}),
  };
}

function keySchema({ partitionKey, sortKey }: { readonly partitionKey: string; readonly sortKey?: string }): KeySchemaElement[] {
  const keys: KeySchemaElement[] = [{ AttributeName: partitionKey, KeyType: "HASH" }];
  if (sortKey !== undefined) keys.push({ AttributeName: sortKey, KeyType: "RANGE" });
  return keys;
}
