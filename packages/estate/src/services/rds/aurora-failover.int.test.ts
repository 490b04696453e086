// Aurora failover through the real RDS client: transitions, refusals, events.
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeEventsCommand,
  FailoverDBClusterCommand,
} from "@aws-sdk/client-rds";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AwsEvent } from "../../events/aws-event.ts";
import { type EstateFixture, startEstate, watch } from "../../testing/estate-fixture.ts";
import { failureOf } from "../../testing/failure-of.ts";
import { START_MS } from "../../testing/hand-clock.ts";

let fixture: EstateFixture;
const events: AwsEvent[] = [];

beforeEach(async () => {
  events.length = 0;
  fixture = await startEstate({ onEvent: (event) => void events.push(event) });
  fixture.estate.seed({ rds: { clusters: [{ identifier: "Orders" }], instances: [{ identifier: "billing" }] } });
});
afterEach(() => fixture.stop());

const failover = (target?: string) =>
  fixture.clients.rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier: "orders", TargetDBInstanceIdentifier: target }));

const cluster = async () => {
  const { DBClusters } = await fixture.clients.rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "orders" }));
  const [found] = DBClusters ?? [];
  return { status: found?.Status, writer: found?.DBClusterMembers?.find((member) => member.IsClusterWriter)?.DBInstanceIdentifier };
};

const instanceStatus = async (id: string) => {
  const { DBInstances } = await fixture.clients.rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }));
  return DBInstances?.[0]?.DBInstanceStatus;
};

describe("a seeded cluster", () => {
  test("has a writer and two readers in three zones, with ascending promotion tiers", async () => {
    const { DBClusters } = await fixture.clients.rds.send(new DescribeDBClustersCommand({}));
    expect(DBClusters).toHaveLength(1);
    expect(DBClusters?.[0]).toMatchObject({
      DBClusterIdentifier: "orders",
      DBClusterArn: "arn:aws:rds:us-east-1:123456789012:cluster:orders",
      Status: "available",
      Engine: "aurora-postgresql",
      MultiAZ: true,
      AvailabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"],
      DBClusterMembers: [
        { DBInstanceIdentifier: "orders-instance-1", IsClusterWriter: true, PromotionTier: 0 },
        { DBInstanceIdentifier: "orders-instance-2", IsClusterWriter: false, PromotionTier: 1 },
        { DBInstanceIdentifier: "orders-instance-3", IsClusterWriter: false, PromotionTier: 2 },
      ],
      LatestRestorableTime: new Date(START_MS),
      TagList: [{ Key: "dr:simulated", Value: "true" }],
    });
    const { DBInstances } = await fixture.clients.rds.send(
      new DescribeDBInstancesCommand({ Filters: [{ Name: "db-cluster-id", Values: ["orders"] }] }),
    );
    expect(DBInstances?.map((one) => [one.DBInstanceIdentifier, one.AvailabilityZone, one.MultiAZ, one.DBClusterIdentifier])).toEqual([
      ["orders-instance-1", "us-east-1a", false, "orders"],
      ["orders-instance-2", "us-east-1b", false, "orders"],
      ["orders-instance-3", "us-east-1c", false, "orders"],
    ]);
  });

  test("is found by ARN and by filter, and only in its own Region", async () => {
    const arn = "arn:aws:rds:us-east-1:123456789012:cluster:orders";
    const byArn = await fixture.clients.rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: arn }));
    expect(byArn.DBClusters).toHaveLength(1);
    const byFilter = await fixture.clients.rds.send(
      new DescribeDBClustersCommand({ Filters: [{ Name: "db-cluster-id", Values: ["other", "orders"] }] }),
    );
    expect(byFilter.DBClusters).toHaveLength(1);
    const elsewhere = await fixture.clientsIn("us-west-2").rds.send(new DescribeDBClustersCommand({}));
    expect(elsewhere.DBClusters).toEqual([]);
    const error = await failureOf(
      fixture.clients.rds.send(new DescribeDBClustersCommand({ Filters: [{ Name: "colour", Values: ["red"] }] })),
    );
    expect(error).toMatchObject({ name: "InvalidParameterValue", message: "Unrecognized filter name: colour" });
  });
});

describe("failover", () => {
  test("shows the old state first, then failing-over, then the new writer, then available", async () => {
    const { DBCluster } = await failover("orders-instance-3");
    expect(DBCluster?.Status).toBe("failing-over");
    const sightings = await watch(fixture.clock, cluster, { seconds: 40 });
    expect(sightings.map(({ seen }) => seen)).toEqual([
      { status: "available", writer: "orders-instance-1" },
      { status: "failing-over", writer: "orders-instance-1" },
      { status: "failing-over", writer: "orders-instance-3" },
      { status: "available", writer: "orders-instance-3" },
    ]);
    const [, shown, flipped, ended] = sightings.map(({ atSeconds }) => atSeconds);
    expect(shown).toBeLessThanOrEqual(3);
    expect(ended).toBeGreaterThanOrEqual(25);
    expect(ended).toBeLessThanOrEqual(35);
    expect(ended! - flipped!).toBeGreaterThanOrEqual(3);
  });

  test("restarts the old writer as a reader", async () => {
    await failover("orders-instance-2");
    const sightings = await watch(fixture.clock, () => instanceStatus("orders-instance-1"), { seconds: 40 });
    expect(sightings.map(({ seen }) => seen)).toEqual(["available", "rebooting", "available"]);
    expect((await watch(fixture.clock, () => instanceStatus("orders-instance-2"), { seconds: 2 })).map(({ seen }) => seen)).toEqual([
      "available",
    ]);
  });

  test("without a target goes to the reader with the lowest tier; a second one moves the writer again", async () => {
    await failover();
    fixture.clock.pass(40);
    expect(await cluster()).toEqual({ status: "available", writer: "orders-instance-2" });
    await failover();
    fixture.clock.pass(40);
    expect(await cluster()).toEqual({ status: "available", writer: "orders-instance-1" });
    expect(fixture.estate.effects({ action: "FailoverDBCluster", outcome: "applied" })).toHaveLength(2);
  });

  test("is refused while another one runs, even while Describe still says available", async () => {
    await failover("orders-instance-2");
    expect(await cluster()).toEqual({ status: "available", writer: "orders-instance-1" });
    expect(await failureOf(failover("orders-instance-3"))).toMatchObject({
      name: "InvalidDBClusterStateFault",
      message: "DB cluster orders is not in available state.",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("to the present writer is refused: that is how a repeated call shows", async () => {
    await failover("orders-instance-2");
    fixture.clock.pass(40);
    const error = await failureOf(failover("orders-instance-2"));
    expect(error).toMatchObject({ name: "InvalidDBInstanceStateFault", Code: "InvalidDBInstanceState" });
  });

  test("refuses unknown clusters, unknown targets, targets of other clusters and clusters without reader", async () => {
    fixture.estate.seed({ rds: { clusters: [{ identifier: "lonely", members: [{ identifier: "lonely-1" }] }] } });
    const of = (DBClusterIdentifier: string, TargetDBInstanceIdentifier?: string) =>
      failureOf(fixture.clients.rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier, TargetDBInstanceIdentifier })));
    expect(await of("nobody")).toMatchObject({ name: "DBClusterNotFoundFault", $metadata: { httpStatusCode: 404 } });
    expect(await of("orders", "nobody")).toMatchObject({ name: "InvalidDBInstanceStateFault", Code: "InvalidDBInstanceState" });
    expect(await of("orders", "billing")).toMatchObject({ Code: "InvalidDBInstanceState" });
    expect(await of("lonely")).toMatchObject({ name: "InvalidDBClusterStateFault" });
  });

  test("leaves started and completed in the event log and on the bus, at their times", async () => {
    await failover("orders-instance-2");
    const log = async () =>
      (await fixture.clients.rds.send(new DescribeEventsCommand({ SourceIdentifier: "orders", SourceType: "db-cluster" }))).Events ?? [];
    expect(await log()).toEqual([]);
    fixture.clock.pass(40);
    expect((await log()).map(({ Message, EventCategories }) => ({ Message, EventCategories }))).toEqual([
      { Message: "Started cross AZ failover to DB instance: orders-instance-2", EventCategories: ["failover"] },
      { Message: "Completed failover to DB instance: orders-instance-2", EventCategories: ["failover"] },
    ]);
    await fixture.estate.deliverDueEvents();
    expect(events.map((event) => [event["detail-type"], event.detail["EventID"]])).toEqual([
      ["RDS DB Cluster Event", "RDS-EVENT-0073"],
      ["RDS DB Cluster Event", "RDS-EVENT-0071"],
    ]);
    expect(events[0]).toMatchObject({
      version: "0",
      source: "aws.rds",
      account: "123456789012",
      region: "us-east-1",
      resources: ["arn:aws:rds:us-east-1:123456789012:cluster:orders"],
      detail: { SourceType: "CLUSTER", SourceIdentifier: "orders", EventCategories: ["failover"] },
    });
    expect(events[0]?.time).toMatch(/^2026-11-23T04:00:0[123]Z$/u);
  });
});
