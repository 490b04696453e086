/** Event source mapping of a queue: long polls, invokes, deletes what succeeded. What failed becomes visible again and ends in the DLQ. */
import type { LocalFunction } from "../lambda/environment.ts";
import type { LocalLog } from "../log.ts";
import type { MappingClient, QueueMessage } from "../sqs/mapping-client.ts";
import type { LocalQueue } from "../sqs/server.ts";
import type { Trace } from "../trace.ts";
import { failedItems } from "./batch-answer.ts";

/** A running source. `stop` ends its polling and waits for the batches in hand. */
export interface EventSource {
  readonly stop: () => Promise<void>;
}

/** What a queue mapping needs; `concurrency` batches may be in work at the same time. */
export interface QueueSourceDeps {
  readonly client: MappingClient;
  readonly queue: LocalQueue;
  readonly target: LocalFunction;
  readonly batchSize: number;
  readonly concurrency: number;
  /** How long messages are gathered before the function is called, unless a batch is full before. 0: not at all. */
  readonly windowMs: number;
  readonly region: string;
  readonly trace: Trace;
  readonly log: LocalLog;
}

/** Starts polling. One long poll is open at a time; up to `concurrency` batches are in work while it waits. */
export function startQueueSource(deps: QueueSourceDeps): EventSource {
  const stopping = new AbortController();
  const polling = poll(deps, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await polling;
    },
  };
}

async function poll(deps: QueueSourceDeps, signal: AbortSignal): Promise<void> {
  const inWork = new Set<Promise<void>>();
  while (!signal.aborted) {
    const messages = await gather(deps, signal);
    if (messages.length === 0) continue;
    const batch = work(deps, messages).finally(() => inWork.delete(batch));
    inWork.add(batch);
    if (inWork.size >= deps.concurrency) await Promise.race(inWork);
  }
  await Promise.all(inWork);
}

async function work(deps: QueueSourceDeps, messages: readonly QueueMessage[]): Promise<void> {
  const failed = await invoke(deps, messages);
  const done = messages.filter((message) => !failed.has(message.MessageId));
  if (done.length > 0) await remove(deps, done);
}

/** The next batch: what is there, and what comes within the window after it. */
async function gather(deps: QueueSourceDeps, signal: AbortSignal): Promise<readonly QueueMessage[]> {
  const { batchSize, windowMs } = deps;
  const first = await receive(deps, signal, { atMost: batchSize, waitSeconds: 20 });
  if (first.length === 0 || first.length >= batchSize || windowMs === 0) return first;
  await windowOf(windowMs, signal);
  return [...first, ...(await receive(deps, signal, { atMost: batchSize - first.length, waitSeconds: 0 }))];
}

/** Ends with its time, or when it is stopped; leaves no timer and no listener. */
async function windowOf(milliseconds: number, signal: AbortSignal): Promise<void> {
  const over = Promise.withResolvers<void>();
  const end = (): void => over.resolve();
  const timer = setTimeout(end, milliseconds);
  signal.addEventListener("abort", end);
  await over.promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", end);
}

async function receive(
  { client, queue, log }: QueueSourceDeps,
  signal: AbortSignal,
  { atMost, waitSeconds }: { readonly atMost: number; readonly waitSeconds: number },
): Promise<readonly QueueMessage[]> {
  try {
    return await client.receive(queue.url, { atMost, waitSeconds, signal });
  } catch (error) {
    if (!signal.aborted) log("warn", `receive from ${queue.name} failed: ${String(error)}`);
    return [];
  }
}

/** Ids of the messages that must come again: those that the function named, or all when it failed or answered nonsense. */
async function invoke(
  { target, queue, region, trace, log }: QueueSourceDeps,
  messages: readonly QueueMessage[],
): Promise<ReadonlySet<string>> {
  const { name } = target.manifest;
  const ids = messages.map(({ MessageId }) => MessageId);
  trace.onDelivery(
    name,
    messages.map((message) => message.Body),
  );
  try {
    const failed = failedItems(await target.invoke({ Records: messages.map((message) => toRecord(message, queue, region)) }), ids);
    if (failed !== "all") return failed;
    log("warn", `${name} did not answer with items of its batch: the whole batch comes again`);
  } catch (error) {
    log("warn", `${name} failed, its batch comes again: ${error instanceof Error ? error.message : String(error)}`);
  }
  return new Set(ids);
}

async function remove({ client, queue, log }: QueueSourceDeps, messages: readonly QueueMessage[]): Promise<void> {
  try {
    await client.remove(
      queue.url,
      messages.map(({ ReceiptHandle }) => ReceiptHandle),
    );
  } catch (error) {
    // Not deleted = delivered once more. Handlers take duplicates.
    log("warn", `delete from ${queue.name} failed: ${String(error)}`);
  }
}

function toRecord(message: QueueMessage, queue: LocalQueue, region: string) {
  const messageAttributes = Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue, DataType }]) => [
      name,
      { stringValue: StringValue, dataType: DataType },
    ]),
  );
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes,
    md5OfBody: message.MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: queue.arn,
    awsRegion: region,
  };
}
