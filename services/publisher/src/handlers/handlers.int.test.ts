/** Both functions as they are deployed, over a local DynamoDB and an endpoint of bus and queues that records what it is given. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createDynamoEventLog, deploymentTable, eventLogTable, headOf, type Commit, type StoredEvent } from "@dr/event-log";
import { appendRequest, createTable, localDocuments, startLocalDynamoDb, storedEvent } from "@dr/event-log/testing";
import type { LambdaHandler } from "@dr/runtime";
import { lambdaContext, streamEvent } from "@dr/runtime/testing";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { manifest } from "../../manifest.ts";
import { create as createStream } from "./stream.ts";
import { create as createSweepHandler } from "./sweep.ts";

let bus: Server;
let puts: { Source: string; DetailType: string; Detail: string; EventBusName: string }[] = [];
let deadLetters: { QueueUrl: string; MessageBody: string; MessageAttributes: Record<string, { StringValue: string }> }[] = [];
let stopDynamo: () => Promise<void>;
let documents: DynamoDBDocumentClient;
let stream: LambdaHandler;
let sweep: LambdaHandler;

beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  bus = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify(request.headers["x-amz-target"] === "AmazonSQS.SendMessage" ? sendMessage(body) : putEvents(body)));
    });
  }).listen(0, "127.0.0.1");
  await once(bus, "listening");
  const local = await startLocalDynamoDb();
  stopDynamo = local.stop;
  documents = localDocuments(local.endpoint);
  for (const table of [eventLogTable, deploymentTable, ...manifest.tables]) await createTable(documents, table);
  const endpoint = `http://127.0.0.1:${(bus.address() as AddressInfo).port}`;
  const env = {
    AWS_REGION: "us-east-1",
    DR_LOG_TABLE: eventLogTable.name,
    DR_CURSOR_TABLE: "dr-publisher-cursors",
    DR_DEPLOYMENT_TABLE: deploymentTable.name,
    DR_BUS_NAME: "dr-bus",
    DR_DYNAMODB_ENDPOINT: local.endpoint,
    DR_EVENTS_ENDPOINT: endpoint,
    DR_SQS_ENDPOINT: endpoint,
    DR_DLQ_URL: `${endpoint}/123456789012/dr-publisher-stream-failures`,
  };
  stream = createStream(env);
  sweep = createSweepHandler(env);
});
function putEvents(body: string) {
  const { Entries } = JSON.parse(body) as { Entries: typeof puts };
  puts.push(...Entries);
  return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: "bus-id" })) };
}
function sendMessage(body: string) {
  const message = JSON.parse(body) as (typeof deadLetters)[number];
  deadLetters.push(message);
  return { MessageId: "1", MD5OfMessageBody: createHash("md5").update(message.MessageBody).digest("hex") };
}
afterAll(async () => {
  bus.closeAllConnections();
  bus.close();
  await stopDynamo();
  vi.unstubAllEnvs();
});
beforeEach(() => {
  puts = [];
  deadLetters = [];
});

async function commit(
  streamId: string,
  { previous, events = [storedEvent()] }: { previous?: Commit; events?: readonly StoredEvent[] } = {},
): Promise<{ commit: Commit; image: Record<string, unknown> }> {
  const log = createDynamoEventLog({ documents, tableName: eventLogTable.name });
  const head = previous === undefined ? {} : { head: headOf(previous) };
  const recordedAt = new Date(Date.now() - 10_000).toISOString();
  const { commit: written } = await log.append(appendRequest(streamId, { ...head, events, recordedAt }));
  const key = { pk: streamId, sk: `C#${String(written.firstVersion).padStart(12, "0")}` };
  const { Item } = await documents.send(new GetCommand({ TableName: eventLogTable.name, Key: key }));
  return { commit: written, image: Item ?? {} };
}

const details = (): unknown[] => puts.map(({ Detail }) => (JSON.parse(Detail) as { id: string }).id);

it("publishes the records of a batch, sets poison aside and keeps streams apart", async () => {
  const first = await commit("EXEC#s1");
  const second = await commit("EXEC#s1", { previous: first.commit });
  const other = await commit("EXEC#s2");
  const poison = { pk: "EXEC#s3", sk: "C#000000000001", nothing: true };
  const answer = await stream(streamEvent([first.image, poison, second.image, other.image]), lambdaContext());
  expect(answer).toEqual({ batchItemFailures: [] });
  expect(deadLetters).toMatchObject([
    {
      QueueUrl: expect.stringContaining("/dr-publisher-stream-failures"),
      MessageAttributes: { ErrorCode: { StringValue: "log.malformed_record" } },
    },
  ]);
  expect(details().filter((id) => String(id).startsWith("EXEC#s1"))).toEqual(["EXEC#s1:1", "EXEC#s1:2"]);
  expect(details()).toContain("EXEC#s2:1");
  expect(puts[0]).toMatchObject({ Source: "dr.orchestration", DetailType: "WaveCompleted", EventBusName: "dr-bus" });
  expect(await stream(streamEvent([first.image, second.image, other.image]), lambdaContext())).toEqual({ batchItemFailures: [] });
  expect(puts).toHaveLength(3);
});

it("gives back the records of a stream that cannot be published, and no others", async () => {
  const first = await commit("EXEC#s4", { events: [storedEvent(1), storedEvent(2)] });
  const second = await commit("EXEC#s4", { previous: first.commit });
  const other = await commit("EXEC#s5");
  // A cursor in the middle of a commit: the log has no commit that begins there.
  await documents.send(new PutCommand({ TableName: "dr-publisher-cursors", Item: { pk: "EXEC#s4", publishedTo: 1 } }));
  const answer = await stream(streamEvent([first.image, second.image, other.image]), lambdaContext());
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }, { itemIdentifier: "2" }] });
  expect(details()).toEqual(["EXEC#s5:1"]);
});

it("finds by its sweep what no record told of", async () => {
  const first = await commit("EXEC#s7");
  await commit("EXEC#s7", { previous: first.commit });
  expect(await sweep({}, lambdaContext())).toMatchObject({ published: 2, failed: 0 });
  expect(details()).toEqual(["EXEC#s7:1", "EXEC#s7:2"]);
});
