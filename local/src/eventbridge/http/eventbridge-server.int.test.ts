/** The unmodified AWS SDK client against the endpoint, and deliveries into a real SQS server. */
import { EventBridgeClient, ListRulesCommand, PutEventsCommand, TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";
import type { FauxqsServer } from "fauxqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSqsDeliverer } from "../bus/sqs-deliverer.ts";
import { createBusUnderTest, ruleTo, targetOn } from "../testing/bus-under-test.ts";
import type { BusUnderTest } from "../testing/bus-under-test.ts";
import { createEventBridgeHandler } from "./eventbridge-handler.ts";
import { createEventBridgeServer } from "./eventbridge-server.ts";
import type { EventBridgeServer } from "./eventbridge-server.ts";

const connection = { region: "us-east-1", maxAttempts: 1, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
const ignore = () => undefined;
const log = { info: ignore, warn: ignore, error: ignore };

let sqs: FauxqsServer;
let sqsClient: SQSClient;
let under: BusUnderTest;
let server: EventBridgeServer;
let client: EventBridgeClient;

function queueUrl(name: string): string {
  return `http://127.0.0.1:${sqs.port}/000000000000/${name}`;
}

async function receive(name: string) {
  const { Messages = [] } = await sqsClient.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl(name),
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["MessageGroupId"],
    }),
  );
  return Messages;
}

beforeAll(async () => {
  sqs = await startFauxqs({ port: 0, logger: false });
  for (const name of ["plain", "dead"]) sqs.createQueue(name);
  sqs.createQueue("ordered.fifo", { attributes: { FifoQueue: "true", ContentBasedDeduplication: "true" } });
  sqsClient = new SQSClient({ ...connection, endpoint: `http://127.0.0.1:${sqs.port}` });
  const plain = targetOn("plain", { queueUrl: queueUrl("plain") });
  const ordered = targetOn("ordered", { queueUrl: queueUrl("ordered.fifo"), messageGroupId: "g" });
  const missing = targetOn("missing", { queueUrl: queueUrl("missing"), dlqUrl: queueUrl("dead") });
  under = createBusUnderTest(
    [
      ruleTo([plain, ordered], { pattern: { "detail-type": ["WaveStarted"] } }),
      ruleTo([missing], { name: "rule-2", pattern: { "detail-type": ["Astray"] } }),
    ],
    createSqsDeliverer({ client: sqsClient }),
  );
  server = await createEventBridgeServer({ handler: createEventBridgeHandler({ bus: under.bus, log }) });
  client = new EventBridgeClient({ ...connection, endpoint: server.endpoint });
});

afterAll(async () => {
  client.destroy();
  sqsClient.destroy();
  await server.close();
  await under.bus.stop();
  await sqs.stop();
});

describe("PutEvents through the SDK", () => {
  it("tells good entries from bad ones and delivers the good to their queues", async () => {
    const good = {
      Source: "dr.orchestration",
      DetailType: "WaveStarted",
      Detail: '{"wave":1}',
      EventBusName: "bus-1",
      Time: new Date("2026-11-23T01:02:03Z"),
    };
    const answer = await client.send(new PutEventsCommand({ Entries: [good, { ...good, Detail: "[]" }] }));
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ EventId: "id-1" }, { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." }],
    });
    const [message] = await receive("plain");
    expect(JSON.parse(message!.Body!)).toMatchObject({ id: "id-1", time: "2026-11-23T01:02:03Z", detail: { wave: 1 } });
    const [ordered] = await receive("ordered.fifo");
    expect(ordered).toMatchObject({ Body: message!.Body, Attributes: { MessageGroupId: "g" } });
  });

  it("delivers what people write: characters beyond U+FFFF too", async () => {
    const Detail = JSON.stringify({ name: "Plan 🔥", reason: "日本語 \ud83c\udf54" });
    await client.send(new PutEventsCommand({ Entries: [{ Source: "s", DetailType: "WaveStarted", Detail, EventBusName: "bus-1" }] }));
    const bodies = (await receive("plain")).map(({ Body }) => JSON.parse(Body!) as { detail: unknown });
    expect(bodies.at(-1)?.detail).toEqual({ name: "Plan 🔥", reason: "日本語 🍔" });
  });

  it("puts an event for a queue that is gone into the dead-letter queue, with the reason", async () => {
    await client.send(new PutEventsCommand({ Entries: [{ Source: "s", DetailType: "Astray", Detail: "{}", EventBusName: "bus-1" }] }));
    const [letter] = await receive("dead");
    const attributes = Object.fromEntries(Object.entries(letter!.MessageAttributes!).map(([name, { StringValue }]) => [name, StringValue]));
    expect(attributes).toEqual({
      RULE_ARN: "arn:aws:events:us-east-1:000000000000:rule/bus-1/rule-2",
      TARGET_ARN: "arn:aws:sqs:us-east-1:000000000000:missing",
      ERROR_CODE: "NO_RESOURCE",
      ERROR_MESSAGE: expect.stringContaining("queue") as string,
      RETRY_ATTEMPTS: "0",
    });
    expect(JSON.parse(letter!.Body!)).toMatchObject({ "detail-type": "Astray" });
  });

  it("refuses a request of eleven entries with ValidationException", async () => {
    const Entries = Array.from({ length: 11 }, () => ({ Source: "s", DetailType: "t", Detail: "{}" }));
    await expect(client.send(new PutEventsCommand({ Entries }))).rejects.toMatchObject({
      name: "ValidationException",
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe("TestEventPattern through the SDK", () => {
  const event = { id: "1", account: "1", source: "s", time: "2026-11-23T01:02:03Z", region: "us-east-1", "detail-type": "t" };
  const test = (pattern: unknown, more: object = {}) =>
    client.send(new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: JSON.stringify({ ...event, ...more }) }));

  it("answers", async () => {
    expect(await test({ source: ["s"] })).toMatchObject({ Result: true });
    expect(await test({ source: ["other"] })).toMatchObject({ Result: false });
  });

  it("refuses an invalid pattern with InvalidEventPatternException, and says where it is wrong", async () => {
    await expect(test({ source: "s" })).rejects.toMatchObject({
      name: "InvalidEventPatternException",
      message: "Event pattern is not valid at source: an object or an array of values",
    });
  });

  it("refuses an event without the mandatory fields", async () => {
    await expect(test({ source: ["s"] }, { id: undefined })).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("lacks id") as string,
    });
  });
});

describe("anything else", () => {
  it("is an UnknownOperationException to the SDK", async () => {
    await expect(client.send(new ListRulesCommand({}))).rejects.toMatchObject({
      name: "UnknownOperationException",
      $metadata: { httpStatusCode: 400 },
    });
  });
});
