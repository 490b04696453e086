/** Secrets of Secrets Manager. A file of its own, so that a function loads the client when it reads its first secret. */
import { GetSecretValueCommand, SecretsManagerClient, type SecretsManagerClientConfig } from "@aws-sdk/client-secrets-manager";

/** The text of a secret. Throws if it holds none (or bytes). */
export async function readSecret(config: SecretsManagerClientConfig, secretId: string): Promise<string> {
  const { SecretString } = await new SecretsManagerClient(config).send(new GetSecretValueCommand({ SecretId: secretId }));
  if (SecretString === undefined) throw new Error(`secret ${secretId} holds no text`);
  return SecretString;
}
