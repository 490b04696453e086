/** Secrets of Secrets Manager. A file of its own, so that a function loads the client when it reads its first secret. */
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { platformClientConfig } from "./aws-config.ts";
import type { BaseEnv } from "./env.ts";

/** The text of a secret of the platform. Throws if it holds none (or bytes). */
export async function readSecret(env: BaseEnv, secretId: string): Promise<string> {
  const client = new SecretsManagerClient(platformClientConfig(env, "secrets", "read"));
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (SecretString === undefined) throw new Error(`secret ${secretId} holds no text`);
  return SecretString;
}
