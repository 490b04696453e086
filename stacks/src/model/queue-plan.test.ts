/** Which queues a service gets. */
import { expect, test } from "vitest";
import { aFunction, aService } from "../../test/functions.ts";
import { planQueues } from "@dr/runtime/delivery-plan";

test("a queue hides messages for six timeouts and gives up into its dead-letter queue", () => {
  expect(planQueues(aService())).toEqual([
    { name: "jobs-dlq", retentionSeconds: 1_209_600, visibilityTimeoutSeconds: 30 },
    { name: "jobs", retentionSeconds: 172_800, visibilityTimeoutSeconds: 120, redrive: { to: "jobs-dlq", afterReceives: 4 } },
  ]);
});

test("stream consumers and scheduled functions get a queue for their failures", () => {
  const functions = [
    aFunction({ name: "reader", trigger: { kind: "stream", table: "orders", batchSize: 10 } }),
    aFunction({ name: "sweep", trigger: { kind: "schedule", everySeconds: 60, localEverySeconds: 1 } }),
    aFunction({ name: "front", trigger: { kind: "http", routes: [] } }),
  ];
  expect(planQueues(aService({ queues: [], functions })).map(({ name }) => name)).toEqual(["reader-failures", "sweep-failures"]);
});

test("a queue that nobody reads is refused", () => {
  expect(() => planQueues(aService({ functions: [] }))).toThrow("sampler: queue jobs needs exactly one function, has 0");
});

test("a queue that two functions read is refused: each would see half", () => {
  const [reader] = aService().functions;
  expect(() => planQueues(aService({ functions: [reader!, { ...reader!, name: "other" }] }))).toThrow(
    "sampler: queue jobs needs exactly one function, has 2",
  );
});
