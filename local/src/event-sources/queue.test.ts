// The queue mapping gathers messages where its function is not urgent, and is stopped in the middle of it.
import { expect, it, onTestFinished, vi } from "vitest";
import type { MappingClient, QueueMessage } from "../sqs/mapping-client.ts";
import { startQueueSource } from "./queue.ts";

const message = (id: number): QueueMessage => ({ MessageId: String(id), ReceiptHandle: String(id), Body: "{}" });

/** A queue that holds what is pushed, and waits for ever where a poll waits. */
function given(windowMs: number) {
  const waiting: QueueMessage[] = [];
  const asked: number[][] = [];
  const batches: string[][] = [];
  let hold = (): void => undefined;
  const receive: MappingClient["receive"] = (_, { atMost, waitSeconds, signal }) => {
    asked.push([atMost, waitSeconds]);
    if (waiting.length > 0 || waitSeconds === 0) return Promise.resolve(waiting.splice(0, atMost));
    const { promise, resolve, reject } = Promise.withResolvers<readonly QueueMessage[]>();
    hold = () => {
      hold = () => undefined;
      resolve(waiting.splice(0, atMost));
    };
    signal.addEventListener("abort", () => reject(new Error("aborted")));
    return promise;
  };
  const done = () => Promise.resolve();
  const source = startQueueSource({
    client: { receive, remove: done, send: done, close: done },
    queue: { name: "q", url: "http://q", arn: "arn:aws:sqs:us-east-1:000000000000:q" },
    target: {
      manifest: { name: "f" } as never,
      invoke: (event) => {
        batches.push((event as { Records: { messageId: string }[] }).Records.map(({ messageId }) => messageId));
        return Promise.resolve({ batchItemFailures: [] });
      },
    },
    batchSize: 3,
    concurrency: 5,
    windowMs,
    region: "us-east-1",
    trace: { onBus: () => undefined, onDelivery: () => undefined, stop: () => Promise.resolve() },
    log: () => undefined,
  });
  return { source, batches, asked, push: (...ids: number[]) => (waiting.push(...ids.map((id) => message(id))), hold()) };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

function withTimers(): void {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
}

it("calls at once where nothing is gathered", async () => {
  withTimers();
  const { source, batches, push } = given(0);
  await settled();
  push(1);
  await settled();
  expect(batches).toEqual([["1"]]);
  await source.stop();
});

it("waits for what comes within the window, asks for no more than a batch holds, and not at all once it is full", async () => {
  withTimers();
  const { source, batches, asked, push } = given(150);
  await settled();
  push(1);
  await vi.advanceTimersByTimeAsync(149);
  push(2);
  expect(batches).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(batches).toEqual([["1", "2"]]);
  push(3, 4, 5);
  await settled();
  expect(batches).toEqual([
    ["1", "2"],
    ["3", "4", "5"],
  ]);
  expect(asked.slice(0, 3)).toEqual([
    [3, 20],
    [2, 0],
    [3, 20],
  ]);
  await source.stop();
});

it("works off what it has gathered when it is stopped meanwhile", async () => {
  withTimers();
  const { source, batches, push } = given(150);
  await settled();
  push(1);
  await settled();
  const stopped = source.stop();
  await settled();
  await stopped;
  expect([batches, vi.getTimerCount()]).toEqual([[["1"]], 0]);
});
