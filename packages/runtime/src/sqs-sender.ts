/** The sender on SQS; a file of its own, loaded with the first message: of many functions it is only the way for poison. */
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { platformClientConfig } from "./aws-config.ts";
import type { BaseEnv } from "./env.ts";
import { gathered, inGroups, type Call } from "./gathered.ts";
import { withOneSigner } from "./one-signer.ts";
import type { QueueMessage, QueueSender } from "./queue-port.ts";

/** Longest delay of a message (SQS API reference, SendMessage). */
const MAX_DELAY_SECONDS = 900;
/** Messages in one request (the same, SendMessageBatch). */
const MAX_MESSAGES = 10;
/** A message this long or longer goes alone, so that ten others are never more than a request takes (256 KiB at the least). */
const SHORT_BYTES = 20_000;

/** Sends over one client of SQS. What is sent to one queue in the same moment shares requests; each message has an outcome of its own. */
export function openSqsSender(env: BaseEnv): QueueSender {
  const client = withOneSigner(new SQSClient({ ...platformClientConfig(env, "sqs", "idempotent"), useQueueUrlAsEndpoint: false }));
  const sendAlone = async (message: QueueMessage): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl: message.queueUrl, ...toEntry(message) }));
  };
  const sendTogether = async (queueUrl: string, calls: readonly Call<QueueMessage, void>[]): Promise<void> => {
    const Entries = calls.map(({ input }, index) => ({ Id: String(index), ...toEntry(input) }));
    const { Successful = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries })).catch(noneOfRefused);
    const sent = new Set(Successful.map(({ Id }) => Id));
    // One that was refused among others gets its own answer.
    for (const [index, { input, answer }] of calls.entries()) answer(sent.has(String(index)) ? undefined : sendAlone(input));
  };
  return {
    send: gathered<QueueMessage, void>(async (calls) => {
      const short = Map.groupBy(
        calls.filter(({ input }) => isShort(input)),
        ({ input }) => input.queueUrl,
      );
      for (const { input, answer } of calls) if (!isShort(input)) answer(sendAlone(input));
      const groups = [...short].flatMap(([queueUrl, all]) => inGroups(all, MAX_MESSAGES).map((group) => ({ queueUrl, group })));
      await Promise.all(
        groups.map(async ({ queueUrl, group }) => {
          const [first, ...others] = group;
          if (first !== undefined && others.length === 0) return first.answer(sendAlone(first.input));
          await sendTogether(queueUrl, group).catch((error: unknown) => {
            for (const { refuse } of group) refuse(error);
          });
        }),
      );
    }),
  };
}

function toEntry({ body, delaySeconds = 0, attributes = {} }: QueueMessage) {
  return {
    MessageBody: body,
    DelaySeconds: Math.min(Math.max(0, Math.ceil(delaySeconds)), MAX_DELAY_SECONDS),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, { DataType: "String", StringValue: value }]),
    ),
  };
}

function isShort({ body, attributes = {} }: QueueMessage): boolean {
  return [body, ...Object.entries(attributes).flat()].reduce((sum, text) => sum + Buffer.byteLength(text), 0) < SHORT_BYTES;
}

/** A request that was refused as such sent nothing; an error of the way to SQS, or of SQS itself, is everybody's. */
function noneOfRefused(error: unknown): { readonly Successful?: undefined } {
  const { $fault, $retryable } = error as { readonly $fault?: string; readonly $retryable?: unknown };
  if ($fault === "client" && $retryable === undefined) return {};
  throw error;
}
