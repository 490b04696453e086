/** Connects each function to what triggers it: its queue, its table's stream, its schedule. */
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { StreamRecord } from "../dynamodb/tap.ts";
import { startQueueSource, type EventSource } from "../event-sources/queue.ts";
import { startSchedule } from "../event-sources/schedule.ts";
import { createStreamSource } from "../event-sources/stream.ts";
import type { LocalFunction } from "../lambda/environment.ts";
import type { LocalLog } from "../log.ts";
import type { QueueBook } from "../sqs/server.ts";
import type { Trace } from "../trace.ts";
import { failureQueueOf } from "./queues.ts";

/** Who gets the records of a table's stream. */
export type StreamFeeds = Map<string, ((record: StreamRecord) => void)[]>;

/** What the connections need. Stream consumers are added to `feeds`. */
export interface SourcesDeps {
  readonly functions: readonly LocalFunction[];
  readonly feeds: StreamFeeds;
  readonly sqs: QueueBook;
  readonly client: SQSClient;
  readonly region: string;
  readonly trace: Trace;
  readonly log: LocalLog;
}

const streamAttempts = 5;
const streamShards = 4;

/** Starts all sources; stopping waits for what is in hand. */
export function connectSources(deps: SourcesDeps): EventSource {
  const sources = deps.functions.flatMap((target) => connect(target, deps) ?? []);
  return {
    stop: async () => {
      await Promise.all(sources.map((source) => source.stop()));
    },
  };
}

function connect(target: LocalFunction, { feeds, sqs, client, region, trace, log }: SourcesDeps): EventSource | undefined {
  const { trigger, name } = target.manifest;
  if (trigger.kind === "queue") {
    const { batchSize, maxConcurrency: concurrency } = trigger;
    return startQueueSource({ client, queue: sqs.queue(trigger.queue), target, batchSize, concurrency, region, trace, log });
  }
  if (trigger.kind === "schedule") return startSchedule(target, trigger.localEverySeconds, log);
  if (trigger.kind !== "stream") return undefined;
  const source = createStreamSource({
    target,
    batchSize: trigger.batchSize,
    shards: streamShards,
    maxAttempts: streamAttempts,
    onPoison: async (record) => {
      log("error", `${name}: a stream record failed ${streamAttempts} times and went to ${failureQueueOf(name)}`);
      await client.send(new SendMessageCommand({ QueueUrl: sqs.queue(failureQueueOf(name)).url, MessageBody: JSON.stringify(record) }));
    },
    log,
  });
  const of = feeds.get(trigger.table) ?? [];
  of.push((record) => source.feed(record));
  feeds.set(trigger.table, of);
  return source;
}
