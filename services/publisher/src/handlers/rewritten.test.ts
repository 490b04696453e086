// A record of the log's stream that is no insert: counted and told, and not published.
import { createRecordedTelemetry, createRecordedQueue, lambdaContext } from "@dr/runtime/testing";
import { createDeadLetters } from "@dr/runtime";
import { expect, it } from "vitest";
import { createStreamHandler } from "../stream-handler.ts";

it.each(["MODIFY", "REMOVE"])("a %s in the log's stream is counted and told, and nothing is published", async (eventName) => {
  const telemetry = createRecordedTelemetry();
  const published: unknown[] = [];
  const handler = createStreamHandler({
    telemetry,
    deadLetters: createDeadLetters(createRecordedQueue(), "http://sqs/dlq"),
    publisher: { publishHint: async (commit) => published.push(commit) },
  });
  const Keys = { pk: { S: "EXEC#a" }, sk: { S: "C#000000000001" } };
  const record = { eventID: "1", eventName, dynamodb: { Keys, NewImage: Keys, SequenceNumber: "1" } };
  expect(await handler({ Records: [record] }, lambdaContext())).toEqual({ batchItemFailures: [] });
  expect([telemetry.counts.get("LogRewritten"), published]).toEqual([1, []]);
  expect(telemetry.lines).toMatchObject([{ level: "error", fields: { eventName, keys: Keys } }]);
});
