// An estate reached without sockets: the real client, its errors, its retries, the clock in the test's hand.
import { DescribeDBClustersCommand, FailoverDBClusterCommand, RDSClient } from "@aws-sdk/client-rds";
import { ListResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { failureOf } from "./failure-of.ts";
import { createTestEstate } from "./test-estate.ts";

const open = () => {
  const fixture = createTestEstate();
  fixture.estate.seed({ rds: { clusters: [{ identifier: "orders" }] } });
  const rds = new RDSClient({ ...fixture.sdkConfig(), maxAttempts: 1 });
  const writer = async () => {
    const { DBClusters } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "orders" }));
    return DBClusters?.[0]?.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter)?.DBInstanceIdentifier;
  };
  return { ...fixture, rds, writer, failover: () => rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier: "orders" })) };
};

describe("a client of a test estate", () => {
  test("acts, and sees the outcome when the test lets time pass", async () => {
    const { estate, clock, writer, failover } = open();
    expect(await writer()).toBe("orders-instance-1");
    await failover();
    expect(await writer()).toBe("orders-instance-1");
    clock.pass(35);
    expect(await writer()).toBe("orders-instance-2");
    expect(estate.effects().map(({ action, outcome, region }) => [action, outcome, region])).toEqual([
      ["FailoverDBCluster", "applied", "us-east-1"],
    ]);
  });

  test("gets a lost connection as a socket would give it, after the effect", async () => {
    const { estate, clock, writer, failover } = open();
    estate.faults.add({ kind: "reset-after-accept", action: "FailoverDBCluster", times: 1 });
    expect(await failureOf(failover())).toMatchObject({ code: "ECONNRESET" });
    clock.pass(35);
    expect(await writer()).toBe("orders-instance-2");
  });

  test("sees nothing of another Region", async () => {
    const { sdkConfig } = open();
    const elsewhere = new RDSClient({ ...sdkConfig("eu-west-1"), maxAttempts: 1 });
    expect(await failureOf(elsewhere.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "orders" })))).toMatchObject({
      name: "DBClusterNotFoundFault",
    });
  });
});

test("request rates are enforced where they are on: a second's worth at once, then as time passes", async () => {
  const { estate, clock, sdkConfig } = createTestEstate({ rateLimits: true });
  estate.seed({ route53: { zones: [{ id: "Z1", name: "example.com" }] } });
  const route53 = new Route53Client({ ...sdkConfig(), maxAttempts: 1 });
  const read = () => route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: "Z1" }));
  for (let call = 0; call < 5; call += 1) await read();
  expect(await failureOf(read())).toMatchObject({ name: "Throttling" });
  clock.pass(0.2);
  expect((await read()).IsTruncated).toBe(false);
  expect(await failureOf(read())).toMatchObject({ name: "Throttling" });
});
