/** Event source mapping of a table's stream: records of one key stay in order; a poison record ends in the failure destination and blocks no one for ever. */
import { createHash } from "node:crypto";
import { itemSizeBytes } from "../dynamodb/item-size.ts";
import type { StreamRecord } from "../dynamodb/stream-record.ts";
import type { LocalFunction } from "../lambda/environment.ts";
import type { LocalLog } from "../log.ts";
import { failedItems } from "./batch-answer.ts";
import type { EventSource } from "./queue.ts";

/** A stream mapping that can be fed. */
export interface StreamSource extends EventSource {
  readonly feed: (record: StreamRecord) => void;
}

/** What a stream mapping needs. `onPoison` gets a record that failed `maxAttempts` times, and the shard that it came from. */
export interface StreamSourceDeps {
  readonly streamArn: string;
  readonly region: string;
  readonly target: LocalFunction;
  readonly batchSize: number;
  /** How long records are gathered before the function is called, unless a batch is full before. 0: not at all. */
  readonly windowMs: number;
  readonly shards: number;
  readonly maxAttempts: number;
  readonly onPoison: (record: StreamRecord, shard: number) => Promise<void>;
  readonly log: LocalLog;
}

/** Starts a mapping with `shards` ordered lanes; a record's lane follows from its keys. */
export function createStreamSource(deps: StreamSourceDeps): StreamSource {
  const lanes = Array.from({ length: deps.shards }, (_, shard) => createLane(deps, shard));
  return {
    feed: (record) => lanes[laneOf(record, deps.shards)]?.push(record),
    stop: async () => {
      await Promise.all(lanes.map((lane) => lane.stop()));
    },
  };
}

function createLane({ target, streamArn, region, batchSize, windowMs, maxAttempts, onPoison, log }: StreamSourceDeps, shard: number) {
  const pending: StreamRecord[] = [];
  let attempts = 0;
  let stopped = false;
  let running: Promise<void> | undefined;
  let isFull = Promise.withResolvers<void>();

  /** Until the window is over, a batch is full or the source is stopped. */
  const gather = async (): Promise<void> => {
    isFull = Promise.withResolvers();
    const window = setTimeout(isFull.resolve, windowMs);
    await isFull.promise;
    clearTimeout(window);
  };

  const drain = async (): Promise<void> => {
    while (pending.length > 0 && !stopped) {
      if (windowMs > 0 && attempts === 0 && pending.length < batchSize) await gather();
      if (stopped) break;
      // After a failure the batch shrinks to the failing record alone: what AWS calls bisecting, taken to its end.
      const batch = pending.slice(0, attempts === 0 ? batchSize : 1);
      const done = await deliver(batch);
      pending.splice(0, done);
      attempts = done > 0 ? 0 : attempts + 1;
      if (attempts < maxAttempts) continue;
      const poison = pending.shift();
      attempts = 0;
      if (poison) await onPoison(poison, shard);
    }
    running = undefined;
  };

  /** How many records from the start of the batch are done. */
  const deliver = async (batch: readonly StreamRecord[]): Promise<number> => {
    try {
      const answer = await target.invoke({ Records: batch.map((record) => toRecord(record, streamArn, region)) });
      const sequenceNumbers = batch.map(({ sequenceNumber }) => sequenceNumber);
      const failed = failedItems(answer, sequenceNumbers);
      if (failed === "all") {
        log("warn", `${target.manifest.name} did not answer with items of its batch: the whole batch comes again`);
        return 0;
      }
      const first = sequenceNumbers.findIndex((sequenceNumber) => failed.has(sequenceNumber));
      return first === -1 ? batch.length : first;
    } catch (error) {
      log("warn", `${target.manifest.name} failed on its stream: ${error instanceof Error ? error.message : String(error)}`);
      return 0;
    }
  };

  return {
    push: (record: StreamRecord) => {
      pending.push(record);
      if (pending.length >= batchSize) isFull.resolve();
      running ??= drain();
    },
    stop: async () => {
      stopped = true;
      isFull.resolve();
      await running;
    },
  };
}

function laneOf(record: StreamRecord, shards: number): number {
  // The partition key alone: records of one stream of events must share a lane.
  const key = JSON.stringify(Object.values(record.keys)[0] ?? "");
  let hash = 0;
  for (const character of key) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % shards;
}

function toRecord({ table, eventName, sequenceNumber, createdAtMs, keys, newImage }: StreamRecord, streamArn: string, region: string) {
  return {
    eventID: createHash("sha256").update(`${table}/${sequenceNumber}`).digest("hex").slice(0, 32),
    eventName,
    eventSource: "aws:dynamodb",
    eventSourceARN: streamArn,
    eventVersion: "1.1",
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(createdAtMs / 1000),
      Keys: keys,
      NewImage: newImage,
      SequenceNumber: sequenceNumber,
      SizeBytes: itemSizeBytes(keys) + itemSizeBytes(newImage),
      StreamViewType: "NEW_IMAGE",
    },
  };
}
