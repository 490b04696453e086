/** Delivery to SQS through the AWS SDK. */
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import type { MessageAttributeValue, SQSClient } from "@aws-sdk/client-sqs";
import type { Deliver, SendDeadLetter } from "./ports.ts";

/** What `createBus` needs to reach queues; spread it into its deps. */
export interface SqsDeliverer {
  readonly deliver: Deliver;
  readonly sendDeadLetter: SendDeadLetter;
}

/** SQS takes no empty attribute values, and only characters that XML allows. */
function toAttributeValue(value: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what has to go
  const clean = value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, " ").slice(0, 1024);
  return clean === "" ? "-" : clean;
}

/**
 * SQS takes characters beyond U+FFFF (SendMessage: #x10000 to #x10FFFF), fauxqs 2.4 refuses them and the event would be lost. In JSON their
 * escapes are the same text.
 */
function toMessageBody(body: string): string {
  if (!body.startsWith("{")) return body;
  return body.replace(/[\ud800-\udfff]/g, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}

function toMessageAttributes(attributes: Readonly<Record<string, string>>): Record<string, MessageAttributeValue> {
  const values = Object.entries(attributes).map(
    ([name, value]) => [name, { DataType: "String", StringValue: toAttributeValue(value) }] as const,
  );
  return Object.fromEntries(values);
}

/** How to reach the queues. */
export interface SqsDelivererDeps {
  /** With an explicit endpoint, or the SDK follows the queue URL's host, and with `maxAttempts: 1`: the bus does the retrying. */
  readonly client: SQSClient;
  /** A shorter way into queues of this process; false if it did not take the message. What is wrong then, the client is told. */
  readonly put?: (queueUrl: string, body: string) => boolean;
}

/** Delivers to `queueUrl` of a target, with its message group if it has one, and puts dead letters with their attributes as strings. */
export function createSqsDeliverer({ client, put = () => false }: SqsDelivererDeps): SqsDeliverer {
  return {
    deliver: async ({ queueUrl, messageGroupId }, event) => {
      const body = toMessageBody(event);
      if (messageGroupId === undefined && put(queueUrl, body)) return;
      const group = messageGroupId === undefined ? {} : { MessageGroupId: messageGroupId };
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, ...group }));
    },
    sendDeadLetter: async (queueUrl, { body, attributes }) => {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: toMessageBody(body),
          MessageAttributes: toMessageAttributes(attributes),
        }),
      );
    },
  };
}
