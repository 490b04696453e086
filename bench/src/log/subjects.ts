/** What is measured side by side: logs that append the same events to the same streams. */
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DynamoDBSingleTableEventStorageAdapter } from "@castore/event-storage-adapter-dynamodb";
import { InMemoryEventStorageAdapter } from "@castore/event-storage-adapter-in-memory";
import type { EventStorageAdapter } from "@castore/core";
import {
  createDynamoEventLog,
  createMemoryEventLog,
  EMPTY_HEAD,
  eventLogTable,
  headOf,
  type EventLog,
  type StoredEvent,
  type StreamHead,
} from "@dr/event-log";
import { createTable, localDocuments } from "@dr/event-log/testing";

/** A log that appends `count` events to stream number `stream` at its head, in one decision, and reads a stream back whole. */
export interface Subject {
  readonly name: string;
  readonly append: (stream: number, count: number) => Promise<void>;
  readonly read: (stream: number) => Promise<number>;
}

const AT = "2026-11-23T04:00:00.000Z";
/** About 300 bytes of JSON, the size of a usual event of ours; new each time, as it comes from a decider. */
const eventData = (): Record<string, unknown> => ({
  executionId: "exec-01982f00-0000-7000-8000-000000000001",
  waveNumber: 3,
  taskId: "w3-database",
  operationId: "5f2b6c0d1e9a4b7c8d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c",
  attempt: 1,
  phase: "execute",
  technology: "database",
  externalIds: { cluster: "aurora-prod-cluster" },
});
/** Ids are the caller's, so making them is no part of what is measured. */
let ids = 0;
const nextId = (): string => `01982f00-0000-7000-8000-${(ids += 1)}`;
const META = { actor: "service:planner", correlationId: "exec-01982f00", causationId: "EXEC#exec-01982f00:17", epoch: 0 };

const storedEvents = (count: number): readonly StoredEvent[] =>
  Array.from({ length: count }, () => ({ type: "TechnologyStarted", schemaVersion: 1, at: AT, data: eventData() }));

function overEventLog(name: string, log: EventLog): Subject {
  const heads = new Map<number, StreamHead>();
  return {
    name,
    append: async (stream, count) => {
      const head = heads.get(stream) ?? EMPTY_HEAD;
      const request = { streamId: `EXEC#exec-${stream}`, head, events: storedEvents(count), commitId: nextId(), recordedAt: AT, ...META };
      heads.set(stream, headOf((await log.append(request)).commit));
    },
    read: async (stream) => (await log.read(`EXEC#exec-${stream}`)).reduce((sum, commit) => sum + commit.events.length, 0),
  };
}

/** A local engine, and whether its tables feed a stream: as deployed they do, because somebody has to publish what is appended. */
export interface Place {
  readonly endpoint: string;
  readonly stream: boolean;
}

/** Our log on DynamoDB. */
export async function oursOnDynamo({ endpoint, stream }: Place): Promise<Subject> {
  const documents = localDocuments(endpoint);
  const tableName = await createTable(documents, { ...eventLogTable, stream }, "ours");
  return overEventLog("ours", createDynamoEventLog({ documents, tableName }));
}

/** Our log in memory. */
export function oursInMemory(): Subject {
  return overEventLog("ours", createMemoryEventLog());
}

/** A bare PutItem of an item as large as ours into a table like ours: no condition, no hash, no checks. */
export async function rawPut({ endpoint, stream }: Place): Promise<Subject> {
  const documents: DynamoDBDocumentClient = localDocuments(endpoint);
  const TableName = await createTable(documents, { ...eventLogTable, stream }, "raw");
  const versions = new Map<number, number>();
  return {
    name: "raw put",
    append: async (stream, count) => {
      const version = versions.get(stream) ?? 0;
      versions.set(stream, version + count);
      const pk = `EXEC#exec-${stream}`;
      const first = version + 1;
      const Item = {
        pk,
        sk: `C#${String(first).padStart(12, "0")}`,
        firstVersion: first,
        lastVersion: version + count,
        events: JSON.stringify(storedEvents(count)),
        commitId: nextId(),
        recordedAt: AT,
        ...META,
        prevHash: "0".repeat(64),
        hash: "0".repeat(64),
        feedPk: `2026112304#${stream % 16}`,
        feedSk: `${AT}#${pk}#${first}`,
      };
      await documents.send(new PutCommand({ TableName, Item }));
    },
    read: () => Promise.resolve(0),
  };
}

function overCastore(adapter: EventStorageAdapter): Subject {
  const versions = new Map<number, number>();
  const context = { eventStoreId: "EXECUTIONS" };
  return {
    name: "castore",
    append: async (stream, count) => {
      const version = versions.get(stream) ?? 0;
      versions.set(stream, version + count);
      const details = Array.from({ length: count }, (_, index) => ({
        aggregateId: `exec-${stream}`,
        version: version + index + 1,
        type: "TechnologyStarted",
        timestamp: AT,
        payload: eventData(),
        metadata: META,
      }));
      const [first, ...rest] = details.map((detail) => {
        const grouped = adapter.groupEvent(detail);
        grouped.context = context;
        return grouped;
      });
      if (first !== undefined && rest.length > 0) await adapter.pushEventGroup({}, first, ...rest);
      else if (details[0] !== undefined) await adapter.pushEvent(details[0], context);
    },
    read: async (stream) => (await adapter.getEvents(`exec-${stream}`, context)).events.length,
  };
}

/** castore's log on DynamoDB: `pushEvent` for one event, `pushEventGroup` (a transaction) for more. */
export async function castoreOnDynamo({ endpoint, stream }: Place): Promise<Subject> {
  const dynamoDBClient = new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  // Keys and index as castore's documentation gives them.
  await dynamoDBClient.send(
    new CreateTableCommand({
      TableName: "castore",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "aggregateId", KeyType: "HASH" },
        { AttributeName: "version", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "aggregateId", AttributeType: "S" },
        { AttributeName: "version", AttributeType: "N" },
        { AttributeName: "eventStoreId", AttributeType: "S" },
        { AttributeName: "timestamp", AttributeType: "S" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "initialEvents",
          KeySchema: [
            { AttributeName: "eventStoreId", KeyType: "HASH" },
            { AttributeName: "timestamp", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
      ...(stream ? { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" as const } } : {}),
    }),
  );
  return overCastore(new DynamoDBSingleTableEventStorageAdapter({ tableName: "castore", dynamoDBClient }));
}

/** castore's log in memory. */
export function castoreInMemory(): Subject {
  return overCastore(new InMemoryEventStorageAdapter());
}
