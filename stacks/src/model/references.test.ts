/** Names in manifests that lead nowhere. */
import { expect, test } from "vitest";
import { aFunction, aService } from "../../test/functions.ts";
import { assertReferences } from "./references.ts";

test("names of the app's own tables, queues and dead-letter queues are fine, also of another of its services", () => {
  const reader = aFunction({
    environment: { DR_LOG_TABLE: { table: "log" }, DR_DLQ_URL: { queue: "jobs-dlq" } },
    iam: [{ queue: "jobs", actions: ["sqs:SendMessage"] }],
    trigger: { kind: "stream", table: "log", batchSize: 1 },
  });
  const owner = aService({ service: "owner", tables: [{ name: "log", partitionKey: "pk", stream: true }] });
  expect(() => assertReferences([aService({ service: "guest", queues: [], functions: [reader] }), owner])).not.toThrow();
});

test("all names that lead nowhere are told at once", () => {
  const lost = aFunction({
    environment: { DR_LOG_TABLE: { table: "log" } },
    iam: [
      { table: "log", actions: ["dynamodb:Query"] },
      { queue: "elsewhere", actions: ["sqs:SendMessage"] },
    ],
  });
  expect(() => assertReferences([aService({ queues: [], functions: [lost] })])).toThrow(
    "not in this app: sample refers to table log; sample refers to queue elsewhere",
  );
});
