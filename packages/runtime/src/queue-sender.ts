/** Sending to a queue, now or later. */
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { platformClientConfig } from "./aws-config.ts";
import type { BaseEnv } from "./env.ts";

/** A message for a queue. `delaySeconds` is cut to SQS's 900; attribute values must not be empty. */
export interface QueueMessage {
  readonly queueUrl: string;
  readonly body: string;
  readonly delaySeconds?: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Sends messages, at least once and in no particular order. */
export interface QueueSender {
  readonly send: (message: QueueMessage) => Promise<void>;
}

/** Longest delay of a message (SQS API reference, SendMessage). */
const MAX_DELAY_SECONDS = 900;

/** A sender on SQS. The endpoint is the configured one, never the queue URL's host, which may point at real AWS. */
export function createSqsSender(env: BaseEnv): QueueSender {
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
