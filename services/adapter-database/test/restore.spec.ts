/** Given what a restore finds, then: what it makes, what it refuses before anything is made, and how old the copy is. */
import { expect, test } from "vitest";
import { given, type Given } from "./given.ts";

const place = { region: "us-west-2", subnetGroup: "isolated", securityGroupIds: ["sg-0123abcd"] };
const seed = {
  rds: {
    clusters: [{ identifier: "orders", region: "us-west-2" }],
    instances: [
      { identifier: "billing", region: "us-west-2" },
      { identifier: "somebodys", region: "us-west-2" },
    ],
    snapshots: [{ identifier: "orders-nightly", region: "us-west-2", of: "cluster" as const, source: "orders", ageSeconds: 7_200 }],
  },
};
const restoring = (more: Partial<Given> = {}) =>
  given({ operation: "restore_point_in_time", seed, resources: { clusters: ["orders"] }, config: place, deadlineSeconds: 7_200, ...more });

test("the copy has the task's own mark in its name, sits in the subnet group, and tells how old it is", async () => {
  const { effects, resources, failure, run } = await restoring();
  expect(failure).toBeUndefined();
  expect(effects).toEqual([
    expect.stringMatching(/^RestoreDBClusterToPointInTime orders-dr-[0-9a-f]{8} orders$/),
    expect.stringMatching(/^CreateDBInstance orders-dr-[0-9a-f]{8}-1 orders-dr-[0-9a-f]{8}$/),
  ]);
  expect(resources[0]).toMatchObject({
    after: { copy: { status: "available", subnetGroup: "isolated" } },
    rpo: { seconds: 0, method: "point_in_time", confidence: "estimate" },
  });
  const [first] = run.world.effects();
  expect(first).not.toContain("copy-on-write");
});

test("a drill into the source's own subnet group is refused, with the reason, before anything is made", async () => {
  const { effects, failure } = await restoring({ executionType: "drill", config: { ...place, subnetGroup: "production" } });
  expect([effects, failure?.code]).toEqual([[], "database.drill_not_isolated"]);
});

test("a time that is not restorable is refused", async () => {
  const { effects, failure } = await restoring({ config: { ...place, restoreTime: "2099-01-01T00:00:00Z" } });
  expect([effects, failure?.code]).toEqual([[], "database.not_restorable"]);
});

test("a name that somebody else's database has is not taken over", async () => {
  const { effects, failure } = await restoring({
    resources: { instances: ["billing"] },
    config: { ...place, names: { billing: "somebodys" } },
  });
  expect([effects, failure?.code]).toEqual([[], "database.name_taken"]);
});

test("a source that is not there is an error, never success with nothing", async () => {
  const { effects, failure } = await restoring({ resources: { instances: ["nowhere"] } });
  expect([effects, failure?.code]).toEqual([[], "database.instance_not_found"]);
});

test("a snapshot that is older than rpoSeconds is refused in a recovery, and said in a drill", async () => {
  const old = {
    operation: "restore_snapshot",
    resources: { clusterSnapshots: ["orders-nightly"] },
    config: { ...place, instanceClass: "db.r6g.large", rpoSeconds: 3_600 },
  };
  const refused = await restoring(old);
  expect([refused.effects, refused.failure?.code]).toEqual([[], "database.rpo_exceeded"]);
  const drill = await restoring({ ...old, executionType: "drill" });
  expect([drill.effects.length, drill.failure]).toEqual([2, undefined]);
  expect(drill.resources[0]).toMatchObject({
    warnings: ["a copy of orders-nightly would be 7200 s old, more than the 3600 s of rpoSeconds"],
    rpo: { seconds: 7_200, confidence: "exact" },
  });
});

test("a cluster's snapshot without a class for its instance is refused before the cluster is made", async () => {
  const { effects, failure } = await restoring({ operation: "restore_snapshot", resources: { clusterSnapshots: ["orders-nightly"] } });
  expect([effects, failure?.code]).toEqual([[], "database.no_instance_class"]);
});
