/** Environment of a function: bindings become names and addresses. */
import { expect, test, vi } from "vitest";
import { account, aFunction } from "../../test/functions.ts";
import { environmentOf } from "./environment.ts";

const at = { account, stage: "production", busName: "dr-orchestration", settings: {} };

test("tables become names, queues URLs, the bus its name, values themselves", () => {
  const declared = aFunction({
    environment: {
      DR_LOG_TABLE: { table: "dr-event-log" },
      DR_QUEUE_URL: { queue: "jobs" },
      DR_BUS_NAME: { bus: true },
      DR_REGISTRY_PATH: { value: "/dr-orchestration/adapters" },
    },
  });
  expect(environmentOf(declared, at)).toEqual({
    DR_STAGE: "production",
    DR_ACCOUNT_ID: "111122223333",
    DR_LOG_TABLE: "dr-event-log",
    DR_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs",
    DR_BUS_NAME: "dr-orchestration",
    DR_REGISTRY_PATH: "/dr-orchestration/adapters",
  });
});

test("a setting is what whoever deploys says, or its default; what the app knows better comes before both", () => {
  const declared = aFunction({ environment: { DR_MACHINE_ROLES: { setting: "DR_TEST_MACHINES", value: "none" } } });
  vi.stubEnv("DR_TEST_MACHINES", undefined);
  expect(environmentOf(declared, at)["DR_MACHINE_ROLES"]).toBe("none");
  vi.stubEnv("DR_TEST_MACHINES", "Pipeline");
  expect(environmentOf(declared, at)["DR_MACHINE_ROLES"]).toBe("Pipeline");
  expect(environmentOf(declared, { ...at, settings: { DR_TEST_MACHINES: "arn:role" } })["DR_MACHINE_ROLES"]).toBe("arn:role");
  vi.unstubAllEnvs();
});

test("a function on a queue knows the queue and its dead-letter queue without asking", () => {
  const declared = aFunction({ trigger: { kind: "queue", queue: "jobs", subscriptions: [], batchSize: 1, maxConcurrency: 2 } });
  expect(environmentOf(declared, { ...at, account: { ...account, region: "cn-north-1", dnsSuffix: "amazonaws.com.cn" } })).toEqual({
    DR_STAGE: "production",
    DR_ACCOUNT_ID: "111122223333",
    DR_QUEUE_URL: "https://sqs.cn-north-1.amazonaws.com.cn/111122223333/jobs",
    DR_DLQ_URL: "https://sqs.cn-north-1.amazonaws.com.cn/111122223333/jobs-dlq",
  });
});

test("a function on a stream knows where the platform puts its failures, and puts there what it cannot read", () => {
  const declared = aFunction({ name: "reader", trigger: { kind: "stream", table: "orders", batchSize: 10 } });
  expect(environmentOf(declared, at)).toEqual({
    DR_STAGE: "production",
    DR_ACCOUNT_ID: "111122223333",
    DR_DLQ_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/reader-failures",
  });
});
