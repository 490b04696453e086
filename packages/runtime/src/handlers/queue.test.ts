/** Tests of handlers/queue.ts. */
import { DrError, hasCode } from "@dr/events";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createDeadLetters } from "../dead-letter.ts";
import { createRecordedQueue, createRecordedTelemetry, lambdaContext, sqsEvent } from "../testing/index.ts";
import { queueHandler, type QueueHandlerOptions } from "./queue.ts";

const messageSchema = z.object({ id: z.string(), lane: z.string().default("a") });
type Message = z.infer<typeof messageSchema>;

function setUp(handle: QueueHandlerOptions<Message>["handle"], options: Partial<QueueHandlerOptions<Message>> = {}) {
  const telemetry = createRecordedTelemetry();
  const queue = createRecordedQueue();
  const deadLetters = createDeadLetters(queue, "http://sqs/dlq");
  const handler = queueHandler<Message>({ telemetry, deadLetters, parse: (body) => messageSchema.parse(body), handle, ...options });
  return { telemetry, queue, handler };
}

const failed = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe("queueHandler", () => {
  test("handles each message and gives none back", async () => {
    const seen: string[] = [];
    const { handler } = setUp(async ({ id }, { messageId, receiveCount }) => void seen.push(`${messageId}:${id}:${receiveCount}`));
    expect(await handler(sqsEvent([{ id: "x" }, { id: "y" }], 3), lambdaContext())).toEqual(failed());
    expect(seen).toEqual(["m1:x:3", "m2:y:3"]);
  });

  test("gives back the failed message alone", async () => {
    const { handler, telemetry } = setUp(({ id }) => (id === "y" ? Promise.reject(new Error("boom")) : Promise.resolve()));
    expect(await handler(sqsEvent([{ id: "x" }, { id: "y" }, { id: "z" }]), lambdaContext())).toEqual(failed("m2"));
    expect(telemetry.counts.get("MessageFailed")).toBe(1);
  });

  test("reports a batch that failed as a whole without throwing", async () => {
    const { handler } = setUp(() => Promise.reject(new Error("boom")));
    expect(await handler(sqsEvent([{ id: "x" }, { id: "y" }]), lambdaContext())).toEqual(failed("m1", "m2"));
  });

  test("sets a malformed message aside with the reason; its neighbours are handled", async () => {
    const seen: string[] = [];
    const { handler, queue } = setUp(async ({ id }) => void seen.push(id));
    expect(await handler(sqsEvent([{ id: "x" }, "{not json", { id: 5 }, { id: "z" }]), lambdaContext())).toEqual(failed());
    expect(seen).toEqual(["x", "z"]);
    expect(queue.messages.map(({ body, attributes }) => [body, attributes?.["ErrorCode"]])).toEqual([
      ["{not json", "event.malformed_json"],
      ['{"id":5}', "event.malformed"],
    ]);
    expect(queue.messages[1]?.attributes?.["ErrorMessage"]).toContain("id");
  });

  test("an error of the handler is poison only if it is told to be", async () => {
    const unreadable = () => Promise.reject(new DrError("event.unknown_type", "a stream of a newer writer"));
    expect(await setUp(unreadable).handler(sqsEvent([{ id: "x" }]), lambdaContext())).toEqual(failed("m1"));
    const { handler, queue } = setUp(() => Promise.reject(new DrError("event.source_mismatch", "liar")), {
      isPoison: (error) => hasCode(error, "event.source_mismatch"),
    });
    expect(await handler(sqsEvent([{ id: "x" }]), lambdaContext())).toEqual(failed());
    expect(queue.messages).toEqual([
      { queueUrl: "http://sqs/dlq", body: '{"id":"x"}', attributes: { ErrorCode: "event.source_mismatch", ErrorMessage: "liar" } },
    ]);
  });

  test("poison that cannot be set aside is given back, not lost", async () => {
    const { handler, queue } = setUp(() => Promise.resolve());
    queue.failNext();
    expect(await handler(sqsEvent(["{not json", { id: "x" }]), lambdaContext())).toEqual(failed("m1"));
  });

  test("acknowledges and counts an unknown event type", async () => {
    const { handler, queue, telemetry } = setUp(() => Promise.resolve(), {
      parse: () => {
        throw new DrError("event.unknown_type", "unknown event type Later");
      },
    });
    expect(await handler(sqsEvent([{}]), lambdaContext())).toEqual(failed());
    expect(queue.messages).toEqual([]);
    expect(telemetry.counts.get("UnknownEventType")).toBe(1);
  });

  test("near the deadline nothing new is begun and the rest is given back, poison too", async () => {
    let remainingMs = 10_000;
    const seen: string[] = [];
    const { handler, queue } = setUp(async ({ id }) => {
      seen.push(id);
      remainingMs = 2_999;
    });
    const context = { getRemainingTimeInMillis: () => remainingMs };
    expect(await handler(sqsEvent([{ id: "x" }, { id: "y" }, "{not json"]), context)).toEqual(failed("m2", "m3"));
    expect(seen).toEqual(["x"]);
    expect(queue.messages).toEqual([]);
  });

  test("a message that hangs is given back at the early time-out; what was done stays done", async () => {
    let hung = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      hung = resolve;
    });
    let looks = 0;
    // The first look decides whether to begin, later ones set middy's timer: it fires at once.
    const context = { getRemainingTimeInMillis: () => ((looks += 1) <= 2 ? 10_000 : 0) };
    const { handler } = setUp(({ id }) => (id === "x" ? Promise.resolve() : hanging), { laneOf: ({ id }) => id });
    expect(await handler(sqsEvent([{ id: "x" }, { id: "y" }]), context)).toEqual(failed("m2"));
    hung();
  });

  test("lanes run side by side, messages of one lane in order", async () => {
    const log: string[] = [];
    const release = new Map<string, () => void>();
    const { handler } = setUp(
      async ({ id }) => {
        log.push(`begin ${id}`);
        if (id === "a1") {
          await new Promise<void>((resolve) => {
            release.set(id, resolve);
          });
        }
        log.push(`end ${id}`);
        if (id === "b1") release.get("a1")?.();
      },
      { laneOf: ({ lane }) => lane },
    );
    await handler(sqsEvent([{ id: "a1" }, { id: "a2" }, { id: "b1", lane: "b" }]), lambdaContext());
    expect(log).toEqual(["begin a1", "begin b1", "end b1", "end a1", "begin a2", "end a2"]);
  });

  test("log lines bear what describe says and never the message", async () => {
    const { handler, telemetry } = setUp(() => Promise.reject(new Error("boom")), { describe: ({ id }) => ({ eventId: id }) });
    await handler(sqsEvent([{ id: "x", secret: "hunter2" }]), lambdaContext());
    expect(telemetry.lines[0]?.fields).toMatchObject({ messageId: "m1", eventId: "x", receiveCount: 1 });
    expect(JSON.stringify(telemetry.lines)).not.toContain("hunter2");
  });

  test("two batches at once in one process do not mix their answers", async () => {
    const { handler } = setUp(({ id }) => (id.startsWith("bad") ? Promise.reject(new Error("boom")) : Promise.resolve()));
    const answers = await Promise.all([
      handler(sqsEvent([{ id: "bad" }, { id: "ok" }]), lambdaContext()),
      handler(sqsEvent([{ id: "ok" }, { id: "bad" }]), lambdaContext()),
    ]);
    expect(answers).toEqual([failed("m1"), failed("m2")]);
  });
});
