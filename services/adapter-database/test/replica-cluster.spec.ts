/** Given an Aurora cluster that replicates another one, when it shall be promoted, then: done, refused, waited for, or only looked at. */
import { describe, expect, test } from "vitest";
import { given, type Given } from "./given.ts";
import { globalSeed } from "./global-seed.ts";

const source = "arn:aws:rds:us-east-1:123456789012:cluster:orders";
const copy = { identifier: "orders", region: "us-west-2", engine: "aurora-mysql", replicaOf: source };
const seedOf = (lag?: number | null) => ({
  rds: {
    clusters: [
      copy,
      { ...copy, identifier: "headless", members: [] },
      { ...copy, identifier: "other", engine: "aurora-postgresql" },
      { identifier: "alone", region: "us-west-2", engine: "aurora-mysql" },
    ],
  },
  monitoring: {
    metrics:
      lag === undefined
        ? []
        : [
            {
              namespace: "AWS/RDS",
              name: "AuroraBinlogReplicaLag",
              region: "us-west-2",
              dimensions: { DBInstanceIdentifier: "orders-instance-1" },
              value: lag,
            },
          ],
  },
});
const promote = (more: Partial<Given> = {}) =>
  given({
    operation: "promote_read_replica",
    seed: seedOf(),
    resources: { clusters: ["orders"] },
    config: { region: "us-west-2" },
    mode: "unplanned",
    ...more,
  });

describe("a promotion of a cluster", () => {
  test("records the source, the lag of the writer before, and that there is no way back", async () => {
    const { resources, effects } = await promote();
    expect(effects).toEqual(["PromoteReadReplicaDBCluster orders"]);
    expect(resources).toEqual([
      expect.objectContaining({
        outcome: "completed",
        before: { replicaOf: source, lagSeconds: 2, lagSampledAt: "2026-11-23T04:00:00.000Z" },
        after: expect.objectContaining({
          replicaOf: null,
          status: "available",
          dataLossWindow: { from: "2026-11-23T03:59:58.000Z", to: "loss of the primary" },
        }),
        externalIds: expect.objectContaining({ clusterId: "orders", formerSource: source }),
        rpo: { seconds: 2, method: "replication_lag_before_failover", confidence: "estimate" },
        dataLoss: { possible: true, seconds: 2 },
        reversible: false,
      }),
    ]);
  });

  test.each([
    ["a cluster that replicates nothing", { resources: { clusters: ["alone"] } }, "database.not_a_replica"],
    ["one without an instance, which could not serve", { resources: { clusters: ["headless"] } }, "database.headless_target"],
    ["an engine whose lag nobody measures", { resources: { clusters: ["other"] } }, "database.other_engine"],
    ["more lag than rpoSeconds", { seed: seedOf(45), config: { region: "us-west-2", rpoSeconds: 30 } }, "database.rpo_exceeded"],
    ["an unknown cluster", { resources: { clusters: ["nobody"] } }, "aws.not_found"],
    ["the ARN of an instance", { resources: { clusters: ["arn:aws:rds:us-west-2:123456789012:db:orders"] } }, "task.invalid_input"],
    ["nothing that is named", { resources: {} }, "task.invalid_input"],
  ])("is refused for %s", async (_name, more, code) => {
    const { failure, effects } = await promote(more);
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test("trap: a secondary of a global database is promoted otherwise", async () => {
    const { failure, effects } = await promote({ seed: globalSeed(), resources: { clusters: ["orders-us-west-2"] } });
    expect([failure?.code, effects]).toEqual(["database.global_member", []]);
    expect(failure?.message).toContain("global_failover");
  });

  test("that is planned waits until the replica has everything", async () => {
    const waiting = await promote({ mode: "planned", deadlineSeconds: 600 });
    expect([waiting.failure?.code, waiting.effects]).toEqual(["task.timed_out", []]);
    const { effects, resources } = await promote({ mode: "planned", seed: seedOf(0) });
    expect([effects, resources[0]?.dataLoss]).toEqual([["PromoteReadReplicaDBCluster orders"], { possible: false, seconds: 0 }]);
  });

  test("goes on with a lag that nobody knows, and the loss is unknown", async () => {
    const { resources } = await promote({ seed: seedOf(null) });
    expect(resources[0]).toMatchObject({
      outcome: "completed",
      rpo: { seconds: null, confidence: "unknown" },
      dataLoss: { possible: true },
    });
  });

  test("and of an instance in one task: each by its own call", async () => {
    const instance = {
      identifier: "billing",
      region: "us-west-2",
      multiAz: false,
      replicaOf: source.replace("cluster:orders", "db:billing"),
    };
    const { effects } = await promote({
      seed: { rds: { clusters: [copy], instances: [instance] } },
      resources: { clusters: ["orders"], instances: ["billing"] },
    });
    expect(effects.toSorted()).toEqual(["PromoteReadReplica billing", "PromoteReadReplicaDBCluster orders"]);
  });

  test("is never done in a drill, which tells how far behind it is", async () => {
    const { effects, resources } = await promote({ executionType: "drill" });
    expect(effects).toEqual([]);
    expect(resources[0]).toMatchObject({ outcome: "skipped_in_drill", after: { wouldPromote: "orders", lagSeconds: 2 } });
  });
});
