/** Given what an environment says of databases, when one is failed over, then: the task's own words win, and the result says where the others came from. */
import { expect, test } from "vitest";
import { given, type Given } from "./given.ts";

const PATH = "/dr-orchestration/production/database";
const members = [
  { identifier: "orders-1", writer: true },
  { identifier: "orders-2", promotionTier: 1 },
  { identifier: "orders-3", promotionTier: 2 },
];
const failing = (parameters: Readonly<Record<string, string>>, more: Partial<Given> = {}) =>
  given({
    operation: "failover",
    seed: {
      rds: { clusters: [{ identifier: "orders", members }] },
      ssm: { parameters: Object.entries(parameters).map(([name, value]) => ({ name: `${PATH}/${name}`, value })) },
    },
    resources: { clusters: ["orders"] },
    environment: "production",
    ...more,
  });
const neverEnds: Given["prepare"] = (world) => void world.estate.faults.add({ kind: "never-completes", action: "FailoverDBCluster" });

test("defaults: failover-timeout, aurora-clusters and rds-endpoint are told with where they came from", async () => {
  const parameters = {
    "failover-timeout": "300",
    "aurora-clusters": "orders,payments",
    "rds-endpoint": "orders.cluster-x.us-east-1.rds.amazonaws.com",
  };
  const { resources, failure } = await failing(parameters);
  expect(failure).toBeUndefined();
  expect(resources[0]).toMatchObject({
    after: {
      writer: "orders-2",
      settings: {
        failoverTimeout: { value: "300", from: `${PATH}/failover-timeout` },
        clusters: { from: `${PATH}/aurora-clusters` },
        endpoint: { from: `${PATH}/rds-endpoint` },
      },
    },
    warnings: [],
  });
});

test("defaults: a failover that takes longer than failover-timeout is given up with that reason", async () => {
  const { failure } = await failing({ "failover-timeout": "120" }, { prepare: neverEnds });
  expect(failure).toMatchObject({ code: "database.failover_overdue" });
});

test("defaults: the task's own failoverTimeout wins", async () => {
  const { failure } = await failing({ "failover-timeout": "120" }, { prepare: neverEnds, config: { failoverTimeout: 600 } });
  expect(failure?.code).toBe("task.timed_out");
});

test("defaults: a database that is none of the environment's is told, and moved", async () => {
  const { resources, effects } = await failing({ "aurora-clusters": "payments" });
  expect(effects).toEqual(["FailoverDBCluster orders -> orders-2"]);
  expect(resources[0]?.["warnings"]).toEqual([`orders is none of ${PATH}/aurora-clusters`]);
});

test("defaults: a time that is none is refused before anything is done", async () => {
  const { failure, effects } = await failing({ "failover-timeout": "soon" });
  expect([effects, failure?.code]).toEqual([[], "database.bad_default"]);
});

test("sample key target_instance names the writer, also for a failback", async () => {
  for (const operation of ["failover", "failback"]) {
    const { effects } = await failing({}, { operation, config: { target_instance: "orders-3" } });
    expect(effects).toEqual(["FailoverDBCluster orders -> orders-3"]);
  }
});
