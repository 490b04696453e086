/** Parameters and secrets of the simulated estate, written through its API as an operator would: only where they are new or changed, so that the journal stays the adapters'. */
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Estate } from "@dr/estate";
import type { NamedValue } from "../inbox/connections.ts";

/** Where they are written. */
export interface EstateTarget {
  readonly estate: Estate;
  readonly endpoint: string;
  readonly region: string;
}

/** One parameter for each. */
export async function writeParameters({ estate, endpoint, region }: EstateTarget, entries: readonly NamedValue[]): Promise<void> {
  const { existing } = estate.seed({ ssm: { parameters: entries.map(({ name, value }) => ({ name, value })) } });
  const client = new SSMClient({ region, endpoint });
  for (const { name, value } of entries.filter((entry) => existing.some((known) => known.id === entry.name))) {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
    if (Parameter?.Value !== value)
      await client.send(new PutParameterCommand({ Name: name, Value: value, Type: "String", Tier: "Advanced", Overwrite: true }));
  }
  client.destroy();
}

/** One secret for each. */
export async function writeSecrets({ estate, endpoint, region }: EstateTarget, secrets: readonly NamedValue[]): Promise<void> {
  const { existing } = estate.seed({ secretsmanager: { secrets } });
  const client = new SecretsManagerClient({ region, endpoint });
  for (const { name, value } of secrets.filter((secret) => existing.some(({ id }) => id === secret.name))) {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    if (SecretString !== value) await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
  }
  client.destroy();
}
