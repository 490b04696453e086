// The simulated Secrets Manager: values by name, current version alone.
import type { GetSecretValueResponse, PutSecretValueResponse } from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { defineKind } from "../../world/kind.ts";

type SecretRecord = { readonly name: string; readonly value: string; readonly version: number };
const secretKind = defineKind<SecretRecord>("secretsmanager.secret");

const errors: ServiceErrors = {
  invalidInput: "ValidationException",
  unknownAction: "InvalidAction",
  throttled: { code: "ThrottlingException", status: 400 },
  internal: { code: "InternalServiceError", status: 500 },
};

/** A name, or an ARN with the six letters that Secrets Manager adds. */
const nameOf = (id: string): string => (id.startsWith("arn:") ? (id.split(":secret:")[1] ?? id).replace(/-[A-Za-z0-9]{6}$/u, "") : id);
const arnOf = (name: string, { region, accountId }: { readonly region: string; readonly accountId: string }): string =>
  `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-simula`;
const missing = (): Error => awsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

const getSecretValue = readOperation({
  input: z.object({ SecretId: z.string().min(1) }),
  resources: ({ SecretId }) => [nameOf(SecretId)],
  run: ({ SecretId }, call): GetSecretValueResponse => {
    const found = call.world.get(secretKind, call.region, nameOf(SecretId));
    if (found === undefined) throw missing();
    return {
      ARN: arnOf(found.name, call),
      Name: found.name,
      SecretString: found.value,
      VersionId: `simulated-version-${found.version}`.padEnd(32, "0"),
      VersionStages: ["AWSCURRENT"],
    };
  },
});

const putSecretValue = writeOperation({
  input: z.object({ SecretId: z.string().min(1), SecretString: z.string().max(65_536) }),
  resources: ({ SecretId }) => [nameOf(SecretId)],
  redact: (input) => ({ ...input, SecretString: "(redacted)" }),
  run: ({ SecretId, SecretString }, call): PutSecretValueResponse => {
    const found = call.world.get(secretKind, call.region, nameOf(SecretId));
    if (found === undefined) throw missing();
    call.world.put(secretKind, call.region, found.name, { ...found, value: SecretString, version: found.version + 1 });
    return { ARN: arnOf(found.name, call), Name: found.name };
  },
});

/** AWS Secrets Manager. */
export const secretsmanager = defineService({
  service: "secretsmanager",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-secrets-manager");
    return sdkProtocol(module, module.SecretsManagerClient, errors);
  },
  operations: { GetSecretValue: getSecretValue, PutSecretValue: putSecretValue },
  seed: {
    schema: z.strictObject({
      secrets: z.array(z.strictObject({ name: z.string().min(1).max(512), value: z.string(), region: seedRegion })).default([]),
    }),
    apply({ secrets }, { seeder, region: usual }) {
      for (const { name, value, region = usual } of secrets)
        seeder.add(secretKind, { service: "secretsmanager", kind: "secret", region, id: name, name }, () => ({ name, value, version: 1 }));
    },
  },
  planResources: () => ({ seed: {} }),
  view: (world) => ({ secrets: everywhere(world, secretKind).map(({ region, body: { name, version } }) => ({ region, name, version })) }),
  quotas: {},
  durations: {},
  events: [],
});
