// The stream mapping: order within a key, partial failures from the first failed record on, poison set aside.
import { expect, it, onTestFinished, vi } from "vitest";
import type { StreamRecord } from "../dynamodb/stream-record.ts";
import { createStreamSource } from "./stream.ts";

const record = (key: string, sequence: number): StreamRecord => ({
  table: "t",
  eventName: "INSERT",
  sequenceNumber: String(sequence),
  createdAtMs: 1_764_336_000_123,
  keys: { pk: { S: key }, sk: { S: String(sequence) } },
  newImage: {},
});

const streamArn = "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-01-01T00:00:00.000";

function setUp(fails: (sequence: string, attempt: number) => boolean, shards = 1, toAnswer?: (failed: string[]) => unknown) {
  const delivered: string[] = [];
  const poison: string[] = [];
  const attempts = new Map<string, number>();
  const manifest = { name: "f" } as never;
  const source = createStreamSource({
    target: {
      manifest,
      invoke: (event) => {
        const failed: string[] = [];
        for (const { dynamodb } of (event as { Records: { dynamodb: { SequenceNumber: string } }[] }).Records) {
          const attempt = (attempts.get(dynamodb.SequenceNumber) ?? 0) + 1;
          attempts.set(dynamodb.SequenceNumber, attempt);
          if (fails(dynamodb.SequenceNumber, attempt)) failed.push(dynamodb.SequenceNumber);
          else delivered.push(dynamodb.SequenceNumber);
        }
        return Promise.resolve(toAnswer?.(failed) ?? { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) });
      },
    },
    streamArn,
    region: "us-east-1",
    batchSize: 10,
    windowMs: 0,
    shards,
    maxAttempts: 3,
    onPoison: (bad) => Promise.resolve(void poison.push(bad.sequenceNumber)),
    log: () => undefined,
  });
  return { source, delivered, poison, attempts };
}

const sourceOf = (take: (event: unknown) => void, how: { readonly batchSize: number; readonly windowMs: number }) =>
  createStreamSource({
    target: { manifest: { name: "f" } as never, invoke: (event) => Promise.resolve(take(event)) },
    streamArn,
    region: "us-east-1",
    ...how,
    shards: 1,
    maxAttempts: 1,
    onPoison: () => Promise.resolve(),
    log: () => undefined,
  });

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};

it("delivers in order", async () => {
  const { source, delivered } = setUp(() => false);
  for (const sequence of [1, 2, 3]) source.feed(record("a", sequence));
  await settle();
  expect(delivered).toEqual(["1", "2", "3"]);
});

it("delivers everything from the first failed record on once more", async () => {
  const { source, delivered, poison } = setUp((sequence, attempt) => sequence === "2" && attempt === 1);
  for (const sequence of [1, 2, 3]) source.feed(record("a", sequence));
  await settle();
  expect(delivered).toEqual(["1", "3", "2", "3"]);
  expect(poison).toEqual([]);
});

it("sets a poison record aside after its attempts and goes on with its neighbours", async () => {
  const { source, delivered, poison, attempts } = setUp((sequence) => sequence === "2");
  for (const sequence of [1, 2, 3]) source.feed(record("a", sequence));
  await settle();
  expect(poison).toEqual(["2"]);
  expect(attempts.get("2")).toBe(3);
  expect(delivered.at(-1)).toBe("3");
});

it("sends the whole batch again for an answer that names no record of it", async () => {
  let answers = 0;
  const { source, attempts } = setUp(
    () => false,
    1,
    () => (answers++ === 1 ? { batchItemFailures: [{ itemIdentifier: "9" }] } : undefined),
  );
  for (const sequence of [1, 2, 3]) source.feed(record("a", sequence));
  await settle();
  expect([...attempts]).toEqual([
    ["1", 1],
    ["2", 2],
    ["3", 2],
  ]);
});

it("gives records every member that a function may read", async () => {
  const seen: unknown[] = [];
  const source = sourceOf((event) => void seen.push(event), { batchSize: 1, windowMs: 0 });
  source.feed({ ...record("a", 7), newImage: { pk: { S: "a" }, sk: { S: "7" }, n: { N: "12" } } });
  await settle();
  expect(seen).toEqual([
    {
      Records: [
        {
          eventID: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
          eventName: "INSERT",
          eventSource: "aws:dynamodb",
          eventSourceARN: streamArn,
          eventVersion: "1.1",
          awsRegion: "us-east-1",
          dynamodb: {
            ApproximateCreationDateTime: 1_764_336_000,
            Keys: { pk: { S: "a" }, sk: { S: "7" } },
            NewImage: { pk: { S: "a" }, sk: { S: "7" }, n: { N: "12" } },
            SequenceNumber: "7",
            SizeBytes: 15,
            StreamViewType: "NEW_IMAGE",
          },
        },
      ],
    },
  ]);
});

it("gathers records for its window, and no longer than until a batch is full", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const batches: number[] = [];
  const source = sourceOf((event) => void batches.push((event as { Records: unknown[] }).Records.length), {
    batchSize: 3,
    windowMs: 1_000,
  });
  source.feed(record("a", 1));
  source.feed(record("a", 2));
  await vi.advanceTimersByTimeAsync(999);
  expect(batches).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(batches).toEqual([2]);
  for (const sequence of [3, 4, 5, 6]) source.feed(record("a", sequence));
  await vi.advanceTimersByTimeAsync(0);
  expect(batches).toEqual([2, 3]);
  await source.stop();
  expect([batches, vi.getTimerCount()]).toEqual([[2, 3], 0]);
});
