/** The function of an adapter as Lambda calls it: its environment, and a batch with poison in it. */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTaskFunction } from "../src/index.ts";
import { startAwsRecorder, type AwsRecorder } from "../src/testing/index.ts";
import { lampAdapter } from "./lamp.ts";

const adapter = { ...lampAdapter, createClients: () => ({ lamps: { read: vi.fn(), toggle: vi.fn(), stop: vi.fn() } }) };
let aws: AwsRecorder;

beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIARECORDED");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "not-checked");
  aws = await startAwsRecorder(({ body, headers }) => {
    if (headers["x-amz-target"] !== "AmazonSQS.SendMessage") return { contentType: "application/x-amz-json-1.0", body: "{}" };
    const { MessageBody } = JSON.parse(body) as { MessageBody: string };
    return {
      contentType: "application/x-amz-json-1.0",
      body: JSON.stringify({ MessageId: "m", MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex") }),
    };
  });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await aws.stop();
});

function functionEnv() {
  const endpoint = aws.env["DR_AWS_ENDPOINT"];
  return {
    ...aws.env,
    DR_DYNAMODB_ENDPOINT: endpoint,
    DR_SQS_ENDPOINT: endpoint,
    DR_EVENTS_ENDPOINT: endpoint,
    DR_BUS_NAME: "dr",
    DR_QUEUE_URL: `${endpoint}/123456789012/adapter-lamp`,
    DR_DLQ_URL: `${endpoint}/123456789012/adapter-lamp-dlq`,
    DR_LEDGER_TABLE: "dr-ledger-lamp",
  };
}

test("a missing variable is named before the first message", () => {
  expect(() => createTaskFunction(adapter, { AWS_REGION: "eu-west-1" })).toThrow(
    expect.objectContaining({
      code: "env.invalid",
      details: { variables: ["DR_BUS_NAME", "DR_QUEUE_URL", "DR_DLQ_URL", "DR_LEDGER_TABLE"] },
    }),
  );
});

test("poison goes to the dead-letter queue with its reason; its neighbours are processed", async () => {
  const handler = createTaskFunction(adapter, functionEnv());
  const record = (messageId: string, body: string) => ({
    messageId,
    receiptHandle: messageId,
    body,
    attributes: { ApproximateReceiveCount: "1" },
    messageAttributes: {},
    eventSource: "aws:sqs",
  });
  const answer = await handler(
    {
      Records: [
        record("m1", '{"kind":"poll","operationId":"op-1","seq":1}'),
        record("m2", "{not json"),
        record("m3", '{"kind":"poll","operationId":"op-3","seq":1}'),
      ],
    },
    { awsRequestId: "r-1", getRemainingTimeInMillis: () => 60_000 },
  );
  expect(answer).toEqual({ batchItemFailures: [] });
  const sent = aws.requests
    .filter(({ headers }) => headers["x-amz-target"] === "AmazonSQS.SendMessage")
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({
    QueueUrl: functionEnv().DR_DLQ_URL,
    MessageBody: "{not json",
    MessageAttributes: { ErrorCode: { StringValue: "event.malformed_json" } },
  });
  const read = aws.requests
    .filter(({ headers }) => headers["x-amz-target"] === "DynamoDB_20120810.GetItem")
    .map(({ body }) => (JSON.parse(body) as { Key: { operationId: { S: string } } }).Key.operationId.S);
  expect(read.toSorted()).toEqual(["op-1", "op-3"]);
});
