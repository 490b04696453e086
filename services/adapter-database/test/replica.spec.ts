/** Given a read replica, when it shall be promoted, then: done, refused, waited for, or only looked at. */
import { describe, expect, test } from "vitest";
import { given, type Given } from "./given.ts";

const source = "arn:aws:rds:us-east-1:123456789012:db:billing";
const seedOf = (lag?: number | null) => ({
  rds: {
    instances: [
      { identifier: "copy", region: "us-west-2", multiAz: false, replicaOf: source },
      { identifier: "alone", region: "us-west-2" },
    ],
    clusters: [{ identifier: "orders", region: "us-west-2" }],
  },
  monitoring: {
    metrics:
      lag === undefined
        ? []
        : [{ namespace: "AWS/RDS", name: "ReplicaLag", region: "us-west-2", dimensions: { DBInstanceIdentifier: "copy" }, value: lag }],
  },
});
const promote = (more: Partial<Given> = {}) =>
  given({
    operation: "promote_read_replica",
    seed: seedOf(),
    resources: { instances: ["copy"] },
    config: { region: "us-west-2" },
    mode: "unplanned",
    ...more,
  });

describe("a promotion", () => {
  test("records the source, the lag before, and that there is no way back", async () => {
    const { resources, effects } = await promote();
    expect(effects).toEqual(["PromoteReadReplica copy"]);
    expect(resources).toEqual([
      expect.objectContaining({
        outcome: "completed",
        before: { replicaOf: source, lagSeconds: 2, lagSampledAt: "2026-11-23T04:00:00.000Z" },
        after: expect.objectContaining({ replicaOf: null, status: "available" }),
        rpo: { seconds: 2, method: "replication_lag_before_failover", confidence: "estimate" },
        dataLoss: { possible: true, seconds: 2 },
        reversible: false,
      }),
    ]);
  });

  test.each([
    [
      "an instance that is no replica: nothing is called done that was never begun",
      { resources: { instances: ["alone"] } },
      "database.not_a_replica",
    ],
    ["a member of a cluster", { resources: { instances: ["orders-instance-1"] } }, "database.cluster_member"],
    ["more lag than rpoSeconds", { seed: seedOf(45), config: { region: "us-west-2", rpoSeconds: 30 } }, "database.rpo_exceeded"],
    ["an unknown instance", { resources: { instances: ["nobody"] } }, "aws.not_found"],
    ["the ARN of a cluster", { resources: { instances: ["arn:aws:rds:us-west-2:123456789012:cluster:orders"] } }, "task.invalid_input"],
  ])("is refused for %s", async (_name, more, code) => {
    const { failure, effects } = await promote(more);
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test("that is planned waits until the replica has everything", async () => {
    const waiting = await promote({ mode: "planned", deadlineSeconds: 600 });
    expect([waiting.failure?.code, waiting.effects]).toEqual(["task.timed_out", []]);
    const { effects, resources } = await promote({ mode: "planned", seed: seedOf(0) });
    expect([effects, resources[0]?.["dataLoss"]]).toEqual([["PromoteReadReplica copy"], { possible: false, seconds: 0 }]);
  });

  test("goes on with a lag that nobody knows, and the loss is unknown", async () => {
    const { resources } = await promote({ seed: seedOf(null) });
    expect(resources[0]).toMatchObject({
      outcome: "completed",
      rpo: { seconds: null, confidence: "unknown" },
      dataLoss: { possible: true },
    });
  });

  test("is never done in a drill", async () => {
    const { effects, resources } = await promote({ executionType: "drill" });
    expect([effects, resources[0]?.["outcome"]]).toEqual([[], "skipped_in_drill"]);
  });
});

test("a failback takes the writer that is named for the cluster, and refuses without one", async () => {
  const failback = (targetInstance: unknown) =>
    given({
      operation: "failback",
      seed: { rds: { clusters: [{ identifier: "orders" }] } },
      resources: { clusters: ["orders"] },
      config: { targetInstance, region: "us-east-1" },
    });
  expect((await failback({ Orders: "orders-instance-3" })).resources[0]).toMatchObject({ after: { writer: "orders-instance-3" } });
  expect((await failback({ other: "orders-instance-3" })).failure?.code).toBe("database.no_former_writer");
  expect((await failback("orders-instance-9")).failure?.code).toBe("database.unknown_target");
});

test("a cluster is detached from its global database only when the primary is lost", async () => {
  const { arnOf, globalSeed } = await import("./global-seed.ts");
  const detach = (more: Partial<Given>) =>
    given({
      operation: "detach_from_global",
      seed: globalSeed(),
      resources: { globalClusters: ["orders"] },
      config: { targetRegion: "us-west-2", acceptSplitBrain: true },
      mode: "unplanned",
      ...more,
    });
  const { resources } = await detach({});
  expect(resources[0]).toMatchObject({
    outcome: "completed",
    after: { detached: arnOf("us-west-2") },
    reversible: false,
    warnings: ["if the former primary lives, two clusters write from now on"],
  });
  expect((await detach({ executionType: "drill" })).effects).toEqual([]);
  expect((await detach({ mode: "planned" })).failure?.code).toBe("database.detach_unplanned_only");
  expect((await detach({ config: { targetRegion: "us-east-1", acceptSplitBrain: true } })).failure?.code).toBe("database.is_primary");
  expect((await detach({ config: { targetRegion: "us-west-2" } })).failure?.code).toBe("task.invalid_input");
});
