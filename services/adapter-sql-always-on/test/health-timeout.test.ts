/** Given a plan's healthCheckTimeout, when the group is looked at, then no statement may take longer, and one that does is no health. */
import { expect, test } from "vitest";
import { createReplicaPort } from "../src/api/replica-client.ts";
import type { SqlStatement } from "../src/api/runner.ts";
import { given } from "./given.ts";

test("it bounds every statement of a look", async () => {
  const asked: SqlStatement[] = [];
  const port = createReplicaPort(async (statements) => {
    asked.push(...statements);
    return statements.map(() => [{ group_id: "1", cluster_type_desc: "wsfc" }]);
  });
  await port.group("ProductionAG", 30_000).catch(() => null);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(({ timeoutMs }) => timeoutMs !== 30_000)).toEqual([]);
});

test("a group that does not answer in time is waited for, and nothing is touched", async () => {
  const { failure, effects } = await given({
    validation: { healthCheckTimeout: "5s" },
    deadlineSeconds: 120,
    prepare: ({ estate }) =>
      estate.faults.add({
        kind: "error-before",
        service: "sqlserver",
        code: "-2",
        message: "Timeout: Request failed to complete in 5000ms",
      }),
  });
  expect([failure?.code, effects]).toEqual(["task.timed_out", []]);
});
