/** Connects each function to what triggers it: its queue, its table's stream, its schedule. */
import type { FunctionManifest, TriggerManifest } from "@dr/runtime";
import { failureQueueOf, STREAM_RETRY } from "@dr/runtime/delivery-plan";
import type { StreamRecord } from "../dynamodb/stream-record.ts";
import { invocationRecord, streamRecord } from "../event-sources/failure-record.ts";
import { startQueueSource, type EventSource } from "../event-sources/queue.ts";
import { startSchedule } from "../event-sources/schedule.ts";
import { createStreamSource } from "../event-sources/stream.ts";
import type { LocalFunction } from "../lambda/environment.ts";
import type { LocalLog } from "../log.ts";
import type { MappingClient } from "../sqs/mapping-client.ts";
import type { QueueBook } from "../sqs/server.ts";
import type { Trace } from "../trace.ts";
import type { Times } from "./times.ts";

/** Who gets the records of a table's stream. */
export type StreamFeeds = Map<string, ((record: StreamRecord) => void)[]>;

/** What the connections need. Stream consumers are added to `feeds`. */
export interface SourcesDeps {
  readonly functions: readonly LocalFunction[];
  readonly feeds: StreamFeeds;
  readonly sqs: QueueBook;
  readonly client: MappingClient;
  readonly region: string;
  readonly accountId: string;
  readonly times: Times;
  readonly trace: Trace;
  readonly log: LocalLog;
}

const STREAM_SHARDS = 4;
/** Those of a stream begin when it begins, which is the start of this process. */
const STREAM_LABEL = new Date().toISOString().slice(0, -1);

/** Starts all sources; stopping waits for what is in hand. */
export function connectSources(deps: SourcesDeps): EventSource {
  const sources = deps.functions.flatMap((target) => connect(target, deps) ?? []);
  return {
    stop: async () => {
      await Promise.all(sources.map((source) => source.stop()));
    },
  };
}

function connect(target: LocalFunction, deps: SourcesDeps): EventSource | undefined {
  const { sqs, client, region, times, trace, log } = deps;
  const { trigger } = target.manifest;
  if (trigger.kind === "queue") {
    const { batchSize, maxConcurrency: concurrency } = trigger;
    const windowMs = times.windowSeconds(trigger) * 1_000;
    return startQueueSource({ client, queue: sqs.queue(trigger.queue), target, batchSize, concurrency, windowMs, region, trace, log });
  }
  if (trigger.kind === "stream") return connectStream(target, trigger, deps);
  if (trigger.kind !== "schedule") return undefined;
  const failed = { functionArn: arnOf(target.manifest, deps), attempts: 1 };
  return startSchedule({
    target,
    everySeconds: times.everySeconds(trigger),
    onFailed: (event, error) => putAside(target, deps, invocationRecord({ ...failed, nowMs: Date.now() }, event, error)),
    log,
  });
}

function connectStream(target: LocalFunction, trigger: Extract<TriggerManifest, { kind: "stream" }>, deps: SourcesDeps): EventSource {
  const { feeds, region, accountId, times, log } = deps;
  const { name } = target.manifest;
  const { maximumRetryAttempts: attempts } = STREAM_RETRY;
  const streamArn = `arn:aws:dynamodb:${region}:${accountId}:table/${trigger.table}/stream/${STREAM_LABEL}`;
  const source = createStreamSource({
    target,
    streamArn,
    region,
    batchSize: trigger.batchSize,
    windowMs: times.windowSeconds(trigger) * 1_000,
    shards: STREAM_SHARDS,
    maxAttempts: attempts,
    onPoison: async ({ sequenceNumber, createdAtMs }, shard) => {
      log("error", `${name}: a stream record failed ${attempts} times, ${failureQueueOf(name)} says which`);
      const failed = { functionArn: arnOf(target.manifest, deps), attempts, nowMs: Date.now() };
      const place = { streamArn, shardId: `shardId-${String(shard).padStart(20, "0")}`, batchSize: 1 };
      const numbers = { firstSequenceNumber: sequenceNumber, lastSequenceNumber: sequenceNumber };
      await putAside(target, deps, streamRecord(failed, { ...place, ...numbers, firstAtMs: createdAtMs, lastAtMs: createdAtMs }));
    },
    log,
  });
  const of = feeds.get(trigger.table) ?? [];
  of.push((record) => source.feed(record));
  feeds.set(trigger.table, of);
  return source;
}

async function putAside({ manifest }: LocalFunction, { client, sqs }: SourcesDeps, record: object): Promise<void> {
  await client.send(sqs.queue(failureQueueOf(manifest.name)).url, JSON.stringify(record));
}

function arnOf({ name }: FunctionManifest, { region, accountId }: SourcesDeps): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}
