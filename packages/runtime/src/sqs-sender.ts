/** The sender on SQS; a file of its own, loaded with the first message: of many functions it is only the way for poison. */
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { platformClientConfig } from "./aws-config.ts";
import type { BaseEnv } from "./env.ts";
import type { QueueSender } from "./queue-port.ts";

/** Longest delay of a message (SQS API reference, SendMessage). */
const MAX_DELAY_SECONDS = 900;

/** Sends over one client of SQS. */
export function openSqsSender(env: BaseEnv): QueueSender {
  const client = new SQSClient({ ...platformClientConfig(env, "sqs", "idempotent"), useQueueUrlAsEndpoint: false });
  return {
    send: async ({ queueUrl, body, delaySeconds = 0, attributes = {} }) => {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          DelaySeconds: Math.min(Math.max(0, Math.ceil(delaySeconds)), MAX_DELAY_SECONDS),
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([key, value]) => [key, { DataType: "String", StringValue: value }]),
          ),
        }),
      );
    },
  };
}
