/** The write of a derived item: only ever forward. */
import { ConditionalCheckFailedException, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Item } from "./query.ts";

/**
 * Puts an item with a `version` unless one at least as high is there. `forged` is the version of an item that counts for nothing and is written over as long as it is
 * that one. Resolves to whether it was written; a repeat by the client may say false.
 */
export async function putIfNewer(documents: DynamoDBDocumentClient, tableName: string, item: Item, forged?: unknown): Promise<boolean> {
  // Attribute values at once, for the reason that `queryPage` gives.
  const asked = { ":version": item["version"], ...(forged === undefined ? {} : { ":forged": forged }) };
  try {
    await documents.send(
      new PutItemCommand({
        TableName: tableName,
        Item: marshall(item, { removeUndefinedValues: true }),
        ConditionExpression: `attribute_not_exists(#version) OR #version < :version${forged === undefined ? "" : " OR #version = :forged"}`,
        ExpressionAttributeNames: { "#version": "version" },
        ExpressionAttributeValues: marshall(asked),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
