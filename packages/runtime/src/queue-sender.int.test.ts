/** Tests of queue-sender.ts and dead-letter.ts against a local HTTP server that speaks just enough SQS. */
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DrError } from "@dr/events";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDeadLetters } from "./dead-letter.ts";
import { parseEnv } from "./env.ts";
import type { QueueSender } from "./queue-port.ts";
import { createSqsSender } from "./queue-sender.ts";

const received: unknown[] = [];
let server: Server;
let sender: QueueSender;

beforeAll(async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "local";
  process.env["AWS_SECRET_ACCESS_KEY"] = "local";
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const message = JSON.parse(body) as { MessageBody: string };
      received.push(message);
      const MD5OfMessageBody = createHash("md5").update(message.MessageBody).digest("hex");
      response.setHeader("content-type", "application/x-amz-json-1.0");
      response.end(JSON.stringify({ MessageId: "1", MD5OfMessageBody }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  sender = createSqsSender(parseEnv({ AWS_REGION: "eu-west-1", DR_SQS_ENDPOINT: `http://127.0.0.1:${port}` }, []));
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  received.length = 0;
});

const queueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/adapter-database";

test("sends to the configured endpoint even if the queue URL names real AWS, and cuts the delay to 900 s", async () => {
  await sender.send({ queueUrl, body: "{}", delaySeconds: 5_000 });
  expect(received).toEqual([{ QueueUrl: queueUrl, MessageBody: "{}", DelaySeconds: 900, MessageAttributes: {} }]);
});

test("a dead letter keeps the body and bears the reason", async () => {
  await createDeadLetters(sender, queueUrl).send("{bad", new DrError("event.malformed_json", "not JSON"));
  expect(received).toEqual([
    {
      QueueUrl: queueUrl,
      MessageBody: "{bad",
      DelaySeconds: 0,
      MessageAttributes: {
        ErrorCode: { DataType: "String", StringValue: "event.malformed_json" },
        ErrorMessage: { DataType: "String", StringValue: "not JSON" },
      },
    },
  ]);
});

test("what SQS would refuse in an attribute is replaced, and no attribute is empty", async () => {
  await createDeadLetters(sender, queueUrl).send("x", new DrError("event.malformed", "a\u0000b\u001Bc"));
  await createDeadLetters(sender, queueUrl).send("x", new DrError("event.malformed", ""));
  expect(received).toMatchObject([
    { MessageAttributes: { ErrorMessage: { StringValue: "a?b?c" } } },
    { MessageAttributes: { ErrorMessage: { StringValue: "(no message)" } } },
  ]);
});
