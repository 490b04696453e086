/** Given what an environment says of databases, when one is failed over, then: the task's own words win, and the result says where the others came from. */
import { expect, test } from "vitest";
import { given, type Given } from "./given.ts";
import { arnOf, globalSeed } from "./global-seed.ts";

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

const west = { operation: "global_failover", resources: { globalClusters: ["orders"] }, mode: "unplanned" } as const;
const elsewhere: Partial<Given> = { ...west, config: { targetRegion: "us-west-2", allowDataLoss: true } };
const globalIn = (value: string) => ({
  ...globalSeed(),
  ssm: { parameters: [{ name: `${PATH}/failover-timeout`, value }] },
});

test("defaults: failover-timeout counts for every operation that has such a time, and is told", async () => {
  const { resources } = await failing({}, { ...elsewhere, seed: globalIn("900") });
  expect(resources[0]).toMatchObject({
    outcome: "completed",
    after: { primary: arnOf("us-west-2"), settings: { failoverTimeout: { value: "900", from: `${PATH}/failover-timeout` } } },
  });
  const prepare: Given["prepare"] = (world) => void world.estate.faults.add({ kind: "never-completes", action: "FailoverGlobalCluster" });
  const { failure } = await failing({}, { ...elsewhere, seed: globalIn("120"), prepare });
  expect(failure?.code).toBe("database.failover_overdue");
});

test("defaults: those of a Region that is lost keep nobody from failing over, and it is said", async () => {
  const prepare: Given["prepare"] = (world) => void world.estate.faults.add({ kind: "region-down", region: "us-east-1" });
  const { resources } = await failing({}, { ...elsewhere, seed: globalIn("120"), prepare });
  expect(resources[0]).toMatchObject({ outcome: "completed", after: { primary: arnOf("us-west-2") } });
  expect(resources[0]?.["warnings"]).toContain("what environment production says could not be read: the task's own words count");
});
