// Global databases, promotion and restores over the real client.
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  PromoteReadReplicaCommand,
  RDSClient,
  RemoveFromGlobalClusterCommand,
  RestoreDBClusterToPointInTimeCommand,
  RestoreDBInstanceToPointInTimeCommand,
  SwitchoverGlobalClusterCommand,
} from "@aws-sdk/client-rds";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../testing/failure-of.ts";
import { createTestEstate } from "../../testing/test-estate.ts";

const [EAST, WEST] = ["us-east-1", "us-west-2"].map((region) => `arn:aws:rds:${region}:123456789012:cluster:orders`) as [string, string];

const open = () => {
  const fixture = createTestEstate();
  fixture.estate.seed({
    rds: {
      clusters: [{ identifier: "orders" }, { identifier: "orders", region: "us-west-2" }],
      instances: [{ identifier: "billing" }, { identifier: "copy", multiAz: false, replicaOf: "billing" }],
      globalClusters: [{ identifier: "world", memberArns: [EAST, WEST] }],
    },
  });
  const client = new RDSClient({ ...fixture.sdkConfig("us-west-2"), maxAttempts: 1 });
  const here = new RDSClient({ ...fixture.sdkConfig(), maxAttempts: 1 });
  const world = async () => {
    const { GlobalClusters } = await client.send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: "world" }));
    const [found] = GlobalClusters ?? [];
    return {
      status: found?.Status,
      writer: found?.GlobalClusterMembers?.find(({ IsWriter }) => IsWriter)?.DBClusterArn,
      failover: found?.FailoverState?.Status,
    };
  };
  const target = { GlobalClusterIdentifier: "world", TargetDbClusterIdentifier: WEST };
  return { ...fixture, client, here, world, target };
};

describe("a global database", () => {
  test("switches over: stale at first, then under way, then with the new writer and no trace of the change", async () => {
    const { client, clock, world, target } = open();
    await client.send(new SwitchoverGlobalClusterCommand(target));
    expect(await world()).toEqual({ status: "available", writer: EAST, failover: undefined });
    clock.pass(10);
    expect(await world()).toEqual({ status: "switching-over", writer: EAST, failover: "pending" });
    expect(await failureOf(client.send(new SwitchoverGlobalClusterCommand(target)))).toMatchObject({
      name: "InvalidGlobalClusterStateFault",
    });
    clock.pass(480);
    expect(await world()).toEqual({ status: "available", writer: WEST, failover: undefined });
    expect(await failureOf(client.send(new SwitchoverGlobalClusterCommand(target)))).toMatchObject({ name: "InvalidDBClusterStateFault" });
  });

  test("whose primary Region is lost fails over only if data loss is allowed", async () => {
    const { estate, client, clock, world, target } = open();
    estate.faults.add({ kind: "region-down", region: "us-east-1" });
    expect(await failureOf(client.send(new FailoverGlobalClusterCommand(target)))).toMatchObject({
      name: "InvalidGlobalClusterStateFault",
    });
    await client.send(new FailoverGlobalClusterCommand({ ...target, AllowDataLoss: true }));
    clock.pass(120);
    expect(await world()).toEqual({ status: "available", writer: WEST, failover: undefined });
  });

  test("lets a secondary go, not its primary", async () => {
    const { client, clock } = open();
    const remove = (DbClusterIdentifier: string) =>
      client.send(new RemoveFromGlobalClusterCommand({ GlobalClusterIdentifier: "world", DbClusterIdentifier }));
    expect(await failureOf(remove(EAST))).toMatchObject({ name: "InvalidGlobalClusterStateFault" });
    expect((await remove(WEST)).GlobalCluster?.GlobalClusterMembers?.map(({ DBClusterArn }) => DBClusterArn)).toEqual([EAST, WEST]);
    expect(await failureOf(remove(WEST))).toMatchObject({ name: "InvalidGlobalClusterStateFault" });
    clock.pass(180);
    expect(await failureOf(remove(WEST))).toMatchObject({ name: "DBClusterNotFoundFault" });
  });
});

test("a replica is promoted once, and its source is gone when that is over", async () => {
  const { here, clock } = open();
  const read = async () => {
    const { DBInstances } = await here.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: "copy" }));
    return [DBInstances?.[0]?.DBInstanceStatus, DBInstances?.[0]?.ReadReplicaSourceDBInstanceIdentifier];
  };
  expect(await read()).toEqual(["available", "billing"]);
  await here.send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: "copy" }));
  clock.pass(10);
  expect(await read()).toEqual(["modifying", "billing"]);
  clock.pass(1800);
  expect(await read()).toEqual(["available", undefined]);
  expect(await failureOf(here.send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: "copy" })))).toMatchObject({
    name: "InvalidDBInstanceStateFault",
  });
});

test("restores create something new of that name, once, which takes its time", async () => {
  const { here, clock } = open();
  const restore = () =>
    here.send(
      new RestoreDBInstanceToPointInTimeCommand({
        SourceDBInstanceIdentifier: "billing",
        TargetDBInstanceIdentifier: "billing-restored",
        UseLatestRestorableTime: true,
      }),
    );
  const clone = new RestoreDBClusterToPointInTimeCommand({
    SourceDBClusterIdentifier: "orders",
    DBClusterIdentifier: "orders-drill",
    RestoreType: "copy-on-write",
    UseLatestRestorableTime: true,
  });
  expect((await restore()).DBInstance?.DBInstanceStatus).toBe("creating");
  expect((await here.send(clone)).DBCluster?.Status).toBe("creating");
  expect(await failureOf(restore())).toMatchObject({ name: "DBInstanceAlreadyExistsFault" });
  expect(await failureOf(here.send(clone))).toMatchObject({ name: "DBClusterAlreadyExistsFault" });
  clock.pass(1800);
  const { DBInstances } = await here.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: "billing-restored" }));
  const { DBClusters } = await here.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "orders-drill" }));
  expect([DBInstances?.[0]?.DBInstanceStatus, DBClusters?.[0]?.Status]).toEqual(["available", "available"]);
});
