/**
 * Parameters and secrets of the simulated estate, written through its API as an operator would: only where they are new or changed, so that the journal stays the adapters'.
 * A fault that stands (the Region is lost, the service throttles) keeps the values of before, and keeps no runtime from starting.
 */
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Estate } from "@dr/estate";
import type { NamedValue } from "../inbox/connections.ts";
import type { LocalLog } from "../log.ts";

/** Where they are written. */
export interface EstateTarget {
  readonly estate: Estate;
  readonly endpoint: string;
  readonly region: string;
  readonly log: LocalLog;
}

/** One parameter for each. Those that could not be brought up to date are told in the log. */
export async function writeParameters({ estate, endpoint, region, log }: EstateTarget, entries: readonly NamedValue[]): Promise<void> {
  const { existing } = estate.seed({ ssm: { parameters: entries.map(({ name, value }) => ({ name, value })) } });
  const client = new SSMClient({ region, endpoint });
  await unlessCutOff("parameters", log, async () => {
    for (const { name, value } of entries.filter((entry) => existing.some((known) => known.id === entry.name))) {
      const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
      if (Parameter?.Value !== value)
        await client.send(new PutParameterCommand({ Name: name, Value: value, Type: "String", Tier: "Advanced", Overwrite: true }));
    }
  });
  client.destroy();
}

/** One secret for each. Those that could not be brought up to date are told in the log. */
export async function writeSecrets({ estate, endpoint, region, log }: EstateTarget, secrets: readonly NamedValue[]): Promise<void> {
  const { existing } = estate.seed({ secretsmanager: { secrets } });
  const client = new SecretsManagerClient({ region, endpoint });
  await unlessCutOff("secrets", log, async () => {
    for (const { name, value } of secrets.filter((secret) => existing.some(({ id }) => id === secret.name))) {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
      if (SecretString !== value) await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
    }
  });
  client.destroy();
}

async function unlessCutOff(what: string, log: LocalLog, write: () => Promise<void>): Promise<void> {
  await write().catch((error: unknown) => log("warn", `estate: ${what} stay as an earlier start wrote them: ${String(error)}`));
}
