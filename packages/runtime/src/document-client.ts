/** The DynamoDB document client of the platform's own tables. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { platformClientConfig } from "./aws-config.ts";
import type { BaseEnv } from "./env.ts";
import { withOneSigner } from "./one-signer.ts";

/**
 * A document client that leaves out undefined values. It repeats failed requests (5 tries): every write of ours carries a condition
 * or is a plain overwrite, so a repeat changes nothing.
 */
export function createDocumentClient(env: BaseEnv): DynamoDBDocumentClient {
  const client = withOneSigner(new DynamoDBClient(platformClientConfig(env, "dynamodb", "idempotent")));
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
