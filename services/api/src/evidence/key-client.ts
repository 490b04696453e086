/** Where the key of exports is kept: a file on one machine, a secret on AWS. */
import { readFile } from "node:fs/promises";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { platformClientConfig, type BaseEnv } from "@dr/runtime";
import type { ReadKey } from "./head-signer.ts";

/**
 * Reads `DR_EXPORT_KEY_FILE`, else the secret `DR_EXPORT_KEY_SECRET`. Undefined without either, and for a secret where the platform's other parts
 * have endpoints of their own and Secrets Manager has none: a local run must not reach out to AWS.
 */
export function createKeyReader(env: BaseEnv): ReadKey {
  const { DR_EXPORT_KEY_FILE: file, DR_EXPORT_KEY_SECRET: secretId } = env;
  if (file !== undefined) return () => readFile(file, "utf8");
  const isLocal = env.DR_DYNAMODB_ENDPOINT !== undefined && env.DR_SECRETS_ENDPOINT === undefined;
  if (secretId === undefined || isLocal) return undefined;
  const client = new SecretsManagerClient(platformClientConfig(env, "secrets", "read"));
  return async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    if (SecretString === undefined) throw new Error(`secret ${secretId} holds no text`);
    return SecretString;
  };
}
