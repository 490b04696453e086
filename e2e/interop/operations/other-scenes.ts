/** What AWS servers of others know nothing of, and tasks of people, whose outside world is a table. */
import { BackupClient, ListRecoveryPointsByResourceCommand } from "@aws-sdk/client-backup";
import { DescribeSourceServersCommand, DrsClient } from "@aws-sdk/client-drs";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  CreateFileSystemCommand,
  CreateReplicationConfigurationCommand,
  DescribeReplicationConfigurationsCommand,
  EFSClient,
} from "@aws-sdk/client-efs";
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Scene } from "./scene.ts";

/** DRS: the first call of every operation. */
export const asksDrs: Scene = async (peer) => {
  const requestHandler = { ...peer.at("us-east-1").requestHandler, requestTimeout: 1_000 };
  await new DrsClient({ ...peer.at("us-east-1"), requestHandler }).send(new DescribeSourceServersCommand({}));
  return { resources: {}, fact: () => Promise.resolve("a list of source servers: write the scene"), wanted: "" };
};

/** Recovery points: whatever a server keeps of a disk. */
export const asksBackup: Scene = async (peer) => {
  const ResourceArn = "arn:aws:ec2:us-east-1:123456789012:volume/vol-0a1a1a1a1a1a1a1a1";
  const kept = await new BackupClient(peer.at("us-east-1")).send(new ListRecoveryPointsByResourceCommand({ ResourceArn }));
  if ((kept.RecoveryPoints ?? []).length === 0) throw new Error("it keeps no recovery points");
  return { resources: { protectedResources: [ResourceArn] }, fact: () => Promise.resolve("recovery points: write the scene"), wanted: "" };
};

/** Replicated file systems: two of them, and what the server tells of their replication afterwards. */
export const asksEfs: Scene = async (peer) => {
  const at = (region: string) => new EFSClient(peer.at(region));
  const make = (region: string) => at(region).send(new CreateFileSystemCommand({ CreationToken: `dr-interop-${region}` }));
  const source = (await make("us-east-1")).FileSystemId ?? "";
  const destination = (await make("us-west-2")).FileSystemId ?? "";
  const Destinations = [{ FileSystemId: destination, Region: "us-west-2" }];
  await at("us-east-1").send(new CreateReplicationConfigurationCommand({ SourceFileSystemId: source, Destinations }));
  return {
    resources: { fileSystems: [{ source, destination }], sourceRegion: "us-east-1", destinationRegion: "us-west-2" },
    config: {},
    fact: async () =>
      (await at("us-west-2").send(new DescribeReplicationConfigurationsCommand({ FileSystemId: destination }))).Replications,
    wanted: [],
  };
};

/** Not an AWS service: there is nothing to ask. */
export const notOfAws: Scene = () => Promise.reject(new Error("no AWS service"));

const TableName = "dr-manual-tasks";

/** A person answers in the table, and the adapter hears it. */
export const asksPeople: Scene = async (peer) => {
  const dynamodb = new DynamoDBClient(peer.at("us-east-1"));
  const documents = DynamoDBDocumentClient.from(dynamodb);
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "operationId", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "operationId", AttributeType: "S" }],
    }),
  );
  let asked = "";
  return {
    resources: {},
    config: { title: "Call the carrier" },
    env: { DR_MANUAL_TABLE: TableName },
    meanwhile: async (operationId) => {
      asked = operationId;
      const answer = {
        outcome: "completed",
        evidence: [],
        answeredBy: "arn:aws:iam::123456789012:user/kim",
        at: "2026-11-23T04:00:10.000Z",
      };
      const UpdateExpression = "SET answer = :answer";
      const ConditionExpression = "attribute_exists(operationId)";
      await documents.send(
        new UpdateCommand({
          TableName,
          Key: { operationId },
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeValues: { ":answer": answer },
        }),
      );
    },
    fact: async () => {
      const { Item } = await documents.send(new GetCommand({ TableName, Key: { operationId: asked } }));
      return Item?.["title"] as unknown;
    },
    wanted: "Call the carrier",
  };
};
