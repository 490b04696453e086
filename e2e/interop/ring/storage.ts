/** Tables with their streams, buckets, secrets and the registry of operations, as the manifests declare them. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import {
  CreateTableCommand,
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
  type AttributeDefinition,
  type KeySchemaElement,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { toRegistryParameters } from "@dr/adapter-kit";
import type { ServiceManifest, TableManifest } from "@dr/runtime";
import { isAdapter } from "@dr/services";
import { clientConfig, type Place } from "./place.ts";

/** What is known of it afterwards. */
export interface Storage {
  readonly streams: ReadonlyMap<string, string>;
  /** Public key of exports. */
  readonly exportKey: string;
  /** Public key of checkpoints. */
  readonly checkpointKey: string;
}

/** Makes all of it. */
export async function createStorage(place: Place, services: readonly ServiceManifest[]): Promise<Storage> {
  const dynamodb = new DynamoDBClient(clientConfig(place));
  const streams = new Map<string, string>();
  for (const table of services.flatMap(({ tables }) => tables)) {
    const { TableDescription } = await dynamodb.send(new CreateTableCommand(toTable(table)));
    if (TableDescription?.LatestStreamArn !== undefined) streams.set(table.name, TableDescription.LatestStreamArn);
    const backups = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName: table.name, ...backups }));
    if (table.ttlAttribute === undefined) continue;
    const TimeToLiveSpecification = { AttributeName: table.ttlAttribute, Enabled: true };
    await dynamodb.send(new UpdateTimeToLiveCommand({ TableName: table.name, TimeToLiveSpecification }));
  }
  const s3 = new S3Client({ ...clientConfig(place), forcePathStyle: true });
  for (const { name } of services.flatMap(({ buckets = [] }) => buckets))
    await s3.send(new CreateBucketCommand({ Bucket: name, ObjectLockEnabledForBucket: true }));
  const ssm = new SSMClient(clientConfig(place));
  for (const { name, value } of services.filter((service) => isAdapter(service)).flatMap((adapter) => toRegistryParameters(adapter)))
    await ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: "String", Tier: "Advanced" }));
  return { streams, ...(await createSecrets(place)) };
}

/** The keys that people make, by their ids (docs/how-to/deploy.md). */
async function createSecrets(place: Place): Promise<Pick<Storage, "checkpointKey" | "exportKey">> {
  const secrets = new SecretsManagerClient(clientConfig(place));
  const put = (name: string, SecretString: string) =>
    secrets.send(new CreateSecretCommand({ Name: `dr-orchestration/${name}`, SecretString }));
  const pair = async (name: string): Promise<string> => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    await put(name, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    return publicKey.export({ type: "spki", format: "pem" }).toString();
  };
  for (const name of ["snapshot-key", "webhook-key"]) await put(name, randomBytes(32).toString("hex"));
  return { exportKey: await pair("export-key"), checkpointKey: await pair("checkpoint-key") };
}

type KeyTypes = { readonly partitionKeyType?: "S" | "N"; readonly sortKeyType?: "S" | "N" };
type Keyed = KeyTypes & { readonly partitionKey: string; readonly sortKey?: string };

function toTable(table: TableManifest) {
  const { name, indexes = [], stream } = table;
  const attributes = new Map<string, AttributeDefinition>();
  const keysOf = ({ partitionKey, sortKey, partitionKeyType = "S", sortKeyType = "S" }: Keyed): KeySchemaElement[] => {
    attributes.set(partitionKey, { AttributeName: partitionKey, AttributeType: partitionKeyType });
    if (sortKey !== undefined) attributes.set(sortKey, { AttributeName: sortKey, AttributeType: sortKeyType });
    const range = sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: "RANGE" as const }];
    return [{ AttributeName: partitionKey, KeyType: "HASH" }, ...range];
  };
  const KeySchema = keysOf(table);
  const GlobalSecondaryIndexes = indexes.map((index) => ({
    IndexName: index.name,
    KeySchema: keysOf(index),
    Projection: { ProjectionType: index.projection },
  }));
  return {
    TableName: name,
    KeySchema,
    AttributeDefinitions: [...attributes.values()],
    BillingMode: "PAY_PER_REQUEST" as const,
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes } : {}),
    ...(stream === true ? { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" as const } } : {}),
  };
}
