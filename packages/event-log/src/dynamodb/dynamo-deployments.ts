/** Signs of life on DynamoDB. */
import { lazyObject } from "@dr/events";
import { PutCommand, QueryCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { DeploymentStore } from "../leadership/deployments.ts";

const beatSchema = lazyObject(() => ({ region: z.string(), part: z.string(), at: z.string() }));

/** Signs of life in `tableName` (see `deploymentTable`). */
export function createDeploymentStore({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): DeploymentStore {
  return {
    write: async (beat) => {
      await documents.send(new PutCommand({ TableName: tableName, Item: { ...beat } }));
    },
    read: async (region) => {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName: tableName,
          ConsistentRead: true,
          KeyConditionExpression: "#region = :region",
          ExpressionAttributeNames: { "#region": "region" },
          ExpressionAttributeValues: { ":region": region },
        }),
      );
      return Items.map((item) => beatSchema.parse(item));
    },
  };
}
