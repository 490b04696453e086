/** Tests of handlers/stream.ts. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createDeadLetters } from "../dead-letter.ts";
import { createRecordedQueue, createRecordedTelemetry, lambdaContext, streamEvent } from "../testing/index.ts";
import { streamHandler, type StreamHandlerOptions } from "./stream.ts";

const itemSchema = z.object({ pk: z.string(), n: z.number() });
type Item = z.infer<typeof itemSchema>;

function setUp(handle: StreamHandlerOptions<Item>["handle"], options: Partial<StreamHandlerOptions<Item>> = {}) {
  const telemetry = createRecordedTelemetry();
  const queue = createRecordedQueue();
  const handler = streamHandler<Item>({
    telemetry,
    parse: (image) => itemSchema.parse(unmarshall(image as Record<string, AttributeValue>)),
    keyOf: ({ pk }) => pk,
    deadLetters: createDeadLetters(queue, "http://sqs/dlq"),
    handle,
    ...options,
  });
  return { telemetry, queue, handler };
}

const failed = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe("streamHandler", () => {
  test("handles the new images in order and passes deletions over", async () => {
    const seen: number[] = [];
    const { handler } = setUp(async ({ n }) => void seen.push(n));
    expect(await handler(streamEvent([{ pk: "a", n: 1 }, null, { pk: "a", n: 2 }]), lambdaContext())).toEqual(failed());
    expect(seen).toEqual([1, 2]);
  });

  test("after a failure its key stops and the others go on", async () => {
    const seen: string[] = [];
    const { handler } = setUp(async ({ pk, n }) => {
      seen.push(`${pk}${n}`);
      if (pk === "a" && n === 1) throw new Error("boom");
    });
    const items = [
      { pk: "a", n: 1 },
      { pk: "b", n: 1 },
      { pk: "a", n: 2 },
      { pk: "b", n: 2 },
    ];
    expect(await handler(streamEvent(items), lambdaContext())).toEqual(failed("1", "3"));
    expect(seen.toSorted()).toEqual(["a1", "b1", "b2"]);
  });

  test("a malformed item goes to the dead letters and its neighbours are handled", async () => {
    const seen: number[] = [];
    const { handler, queue } = setUp(async ({ n }) => void seen.push(n));
    expect(await handler(streamEvent([{ pk: "a", n: 1 }, { pk: "a" }, { pk: "a", n: 3 }]), lambdaContext())).toEqual(failed());
    expect(seen).toEqual([1, 3]);
    expect(queue.messages).toHaveLength(1);
    expect(queue.messages[0]?.attributes?.["ErrorCode"]).toBe("event.malformed");
  });

  test("a malformed item that cannot be set aside fails its record", async () => {
    const { handler, queue, telemetry } = setUp(() => Promise.resolve());
    queue.failNext();
    expect(await handler(streamEvent([{ pk: "a" }, { pk: "b", n: 1 }]), lambdaContext())).toEqual(failed("1"));
    expect(telemetry.counts.get("PoisonStreamRecord")).toBe(1);
  });

  test("near the deadline the rest is given back", async () => {
    let remainingMs = 10_000;
    const { handler } = setUp(async () => {
      remainingMs = 100;
    });
    const items = [
      { pk: "a", n: 1 },
      { pk: "a", n: 2 },
    ];
    expect(await handler(streamEvent(items), { getRemainingTimeInMillis: () => remainingMs })).toEqual(failed("2"));
  });
});
