// Multi-AZ failover by reboot through the real RDS client, and what else RDS answers.
import {
  DescribeDBInstancesCommand,
  DescribeEventsCommand,
  DescribeGlobalClustersCommand,
  RebootDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AwsEvent } from "../../events/aws-event.ts";
import { type EstateFixture, startEstate, watch } from "../../testing/estate-fixture.ts";
import { failureOf } from "../../testing/failure-of.ts";

let fixture: EstateFixture;
const events: AwsEvent[] = [];

beforeEach(async () => {
  events.length = 0;
  fixture = await startEstate({ onEvent: (event) => void events.push(event) });
  fixture.estate.seed({
    rds: { clusters: [{ identifier: "orders" }], instances: [{ identifier: "billing" }, { identifier: "single", multiAz: false }] },
  });
});
afterEach(() => fixture.stop());

const reboot = (DBInstanceIdentifier: string, ForceFailover?: boolean) =>
  fixture.clients.rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier, ForceFailover }));

const instance = async (DBInstanceIdentifier = "billing") => {
  const { DBInstances } = await fixture.clients.rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }));
  const [found] = DBInstances ?? [];
  return { status: found?.DBInstanceStatus, zone: found?.AvailabilityZone, standby: found?.SecondaryAvailabilityZone };
};

const BEFORE = { zone: "us-east-1a", standby: "us-east-1b" };
const AFTER = { zone: "us-east-1b", standby: "us-east-1a" };

describe("reboot with failover", () => {
  test("shows available first, then rebooting, then the zones swapped, then available", async () => {
    const { DBInstance } = await reboot("billing", true);
    expect(DBInstance).toMatchObject({ DBInstanceStatus: "rebooting", MultiAZ: true, AvailabilityZone: "us-east-1a" });
    const sightings = await watch(fixture.clock, instance, { seconds: 126, step: 3 });
    expect(sightings.map(({ seen }) => seen)).toEqual([
      { status: "available", ...BEFORE },
      { status: "rebooting", ...BEFORE },
      { status: "rebooting", ...AFTER },
      { status: "available", ...AFTER },
    ]);
    expect(sightings[3]?.atSeconds).toBeGreaterThanOrEqual(60);
    expect(sightings[3]?.atSeconds).toBeLessThanOrEqual(123);
  });

  test("a second one fails it back, and both are in the journal", async () => {
    await reboot("billing", true);
    fixture.clock.pass(125);
    await reboot("billing", true);
    fixture.clock.pass(125);
    expect(await instance()).toEqual({ status: "available", ...BEFORE });
    const applied = fixture.estate.effects({ service: "rds", resource: "billing", outcome: "applied" });
    expect(applied.map(({ seq, action, request }) => ({ seq, action, request }))).toEqual([
      { seq: 1, action: "RebootDBInstance", request: { DBInstanceIdentifier: "billing", ForceFailover: true } },
      { seq: 2, action: "RebootDBInstance", request: { DBInstanceIdentifier: "billing", ForceFailover: true } },
    ]);
  });

  test("is refused while it runs, and the refusal is in the journal", async () => {
    await reboot("billing", true);
    expect(await failureOf(reboot("billing", true))).toMatchObject({ name: "InvalidDBInstanceStateFault", Code: "InvalidDBInstanceState" });
    expect(fixture.estate.effects().map(({ outcome, error }) => [outcome, error?.code])).toEqual([
      ["applied", undefined],
      ["rejected", "InvalidDBInstanceState"],
    ]);
  });

  test("is refused on an instance without standby, on a cluster member and on a stranger", async () => {
    expect(await failureOf(reboot("single", true))).toMatchObject({ name: "InvalidParameterCombination" });
    expect(await failureOf(reboot("orders-instance-1", true))).toMatchObject({ name: "InvalidParameterCombination" });
    expect(await failureOf(reboot("nobody", true))).toMatchObject({
      name: "DBInstanceNotFoundFault",
      Code: "DBInstanceNotFound",
      $metadata: { httpStatusCode: 404 },
    });
  });

  test("logs and announces start, change of zone, restart and completion", async () => {
    await reboot("billing", true);
    fixture.clock.pass(125);
    const { Events } = await fixture.clients.rds.send(
      new DescribeEventsCommand({ SourceIdentifier: "billing", SourceType: "db-instance", Duration: 10, EventCategories: ["failover"] }),
    );
    expect(Events?.map(({ Message }) => Message)).toEqual([
      "Multi-AZ instance failover started.",
      "Multi-AZ failover to standby complete - DNS propagation may take a few minutes.",
      "Multi-AZ instance failover completed",
    ]);
    await fixture.estate.deliverDueEvents();
    expect(events.map(({ detail }) => detail["EventID"])).toEqual(["RDS-EVENT-0013", "RDS-EVENT-0015", "RDS-EVENT-0006", "RDS-EVENT-0049"]);
  });
});

test("a plain reboot keeps the zone", async () => {
  await reboot("billing");
  const sightings = await watch(fixture.clock, instance, { seconds: 65, step: 2 });
  expect(sightings.map(({ seen }) => seen)).toEqual([
    { status: "available", ...BEFORE },
    { status: "rebooting", ...BEFORE },
    { status: "available", ...BEFORE },
  ]);
});

test("DescribeDBInstances pages by Marker", async () => {
  fixture.estate.seed({ rds: { instances: Array.from({ length: 21 }, (_, index) => ({ identifier: `db-${index + 10}` })) } });
  const first = await fixture.clients.rds.send(new DescribeDBInstancesCommand({ MaxRecords: 20 }));
  expect(first.DBInstances).toHaveLength(20);
  const second = await fixture.clients.rds.send(new DescribeDBInstancesCommand({ MaxRecords: 20, Marker: first.Marker }));
  expect(second.DBInstances).toHaveLength(6);
  expect(second.Marker).toBeUndefined();
  const error = await failureOf(fixture.clients.rds.send(new DescribeDBInstancesCommand({ Marker: "nonsense" })));
  expect(error.name).toBe("InvalidParameterValue");
});

test("DescribeGlobalClusters lists what was seeded; only the first member writes", async () => {
  const [east, west] = ["arn:aws:rds:us-east-1:123456789012:cluster:orders", "arn:aws:rds:us-west-2:123456789012:cluster:orders-west"];
  fixture.estate.seed({ rds: { globalClusters: [{ identifier: "world", memberArns: [east, west] }] } });
  const { GlobalClusters } = await fixture.clients.rds.send(new DescribeGlobalClustersCommand({}));
  expect(GlobalClusters?.[0]).toMatchObject({
    GlobalClusterIdentifier: "world",
    Status: "available",
    GlobalClusterMembers: [
      { DBClusterArn: east, IsWriter: true, SynchronizationStatus: "connected" },
      { DBClusterArn: west, IsWriter: false, SynchronizationStatus: "connected" },
    ],
  });
  const error = await failureOf(fixture.clients.rds.send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: "none" })));
  expect(error.name).toBe("GlobalClusterNotFoundFault");
});
