/**
 * What an event source mapping asks of a queue. In AWS this is a part of Lambda and nobody's SDK: here it speaks the same protocol (JSON 1.0) over
 * connections of its own, unsigned, for the queues answer everybody on the loopback interface.
 */
import { Pool } from "undici";

/** A received message, with all of its attributes. */
export interface QueueMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string; readonly DataType?: string }>>;
}

/** Requests to queues; each rejects with what the queue answered. `close` ends what waits. */
export interface MappingClient {
  /** A long poll of up to `waitSeconds`; rejects when `signal` is aborted. */
  readonly receive: (
    queueUrl: string,
    options: { readonly atMost: number; readonly waitSeconds: number; readonly signal: AbortSignal },
  ) => Promise<readonly QueueMessage[]>;
  readonly remove: (queueUrl: string, receiptHandles: readonly string[]) => Promise<void>;
  readonly send: (queueUrl: string, body: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A client of the queues at `endpoint`. */
export function createMappingClient(endpoint: string): MappingClient {
  const pool = new Pool(endpoint);
  const call = async (operation: string, input: object, signal?: AbortSignal): Promise<unknown> => {
    const { statusCode, body } = await pool.request({
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` },
      body: JSON.stringify(input),
      signal: signal ?? null,
    });
    const answer = await body.text();
    if (statusCode !== 200) throw new Error(`${operation}: ${statusCode} ${answer}`);
    return answer === "" ? {} : JSON.parse(answer);
  };
  return {
    receive: async (QueueUrl, { atMost: MaxNumberOfMessages, waitSeconds: WaitTimeSeconds, signal }) => {
      const all = { MessageSystemAttributeNames: ["All"], MessageAttributeNames: ["All"] };
      const answer = await call("ReceiveMessage", { QueueUrl, MaxNumberOfMessages, WaitTimeSeconds, ...all }, signal);
      return (answer as { readonly Messages?: readonly QueueMessage[] }).Messages ?? [];
    },
    remove: async (QueueUrl, receiptHandles) => {
      const Entries = receiptHandles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
      await call("DeleteMessageBatch", { QueueUrl, Entries });
    },
    send: async (QueueUrl, MessageBody) => {
      await call("SendMessage", { QueueUrl, MessageBody });
    },
    close: () => pool.destroy(),
  };
}
