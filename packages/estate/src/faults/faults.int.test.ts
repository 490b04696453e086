// Each kind of injected fault, as the real SDK clients meet it.
import { DescribeJobsCommand, DescribeSourceServersCommand, StartRecoveryCommand } from "@aws-sdk/client-drs";
import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { DescribeDBClustersCommand, FailoverDBClusterCommand, RDSClient } from "@aws-sdk/client-rds";
import { ChangeResourceRecordSetsCommand, GetChangeCommand, GetHostedZoneCommand } from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sourceServerIdFor } from "../services/drs/records.ts";
import { createClients, type EstateFixture, startEstate } from "../testing/estate-fixture.ts";
import { failureOf } from "../testing/failure-of.ts";

let fixture: EstateFixture;
const slept: number[] = [];

beforeEach(async () => {
  slept.length = 0;
  fixture = await startEstate({ sleep: async (delayMs) => void slept.push(delayMs) });
  fixture.estate.seed({
    rds: { clusters: [{ identifier: "orders" }, { identifier: "carts" }] },
    drs: { sourceServers: [{ id: "i-app01", originRegion: "eu-west-1" }, { id: "i-app02" }] },
    route53: { zones: [{ id: "Z1", name: "company.com" }] },
  });
});
afterEach(() => fixture.stop());

const describeCluster = (DBClusterIdentifier = "orders") =>
  fixture.clients.rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier }));
const statusOf = async (id = "orders") => (await describeCluster(id)).DBClusters?.[0]?.Status;
const failover = (DBClusterIdentifier = "orders") =>
  fixture.clients.rds.send(
    new FailoverDBClusterCommand({ DBClusterIdentifier, TargetDBInstanceIdentifier: `${DBClusterIdentifier}-instance-2` }),
  );
const startRecovery = (...names: string[]) =>
  fixture.clients.drs.send(
    new StartRecoveryCommand({ isDrill: true, sourceServers: names.map((name) => ({ sourceServerID: sourceServerIdFor(name) })) }),
  );
const journal = () => fixture.estate.effects().map(({ outcome, fault, error }) => [outcome, fault, error?.code]);

describe("throttle", () => {
  test("speaks each service's own words, and a throttled mutation is a rejected effect", async () => {
    fixture.estate.faults.add({ kind: "throttle", times: 3 });
    expect(await failureOf(failover())).toMatchObject({ name: "Throttling", message: "Rate exceeded (injected fault)." });
    expect(await failureOf(startRecovery("i-app01"))).toMatchObject({ name: "ThrottlingException", $metadata: { httpStatusCode: 429 } });
    expect(await failureOf(fixture.clients.ec2.send(new DescribeInstancesCommand({})))).toMatchObject({ name: "RequestLimitExceeded" });
    await failover();
    expect(journal()).toEqual([
      ["rejected", "throttle", "Throttling"],
      ["rejected", "throttle", "ThrottlingException"],
      ["applied", undefined, undefined],
    ]);
  });

  test("can carry another code", async () => {
    fixture.estate.faults.add({ kind: "throttle", service: "route53", code: "PriorRequestNotComplete" });
    const error = await failureOf(fixture.clients.route53.send(new GetHostedZoneCommand({ Id: "Z1" })));
    expect(error.name).toBe("PriorRequestNotComplete");
  });
});

describe("thin-pages", () => {
  test("the first page of a list is empty and has a successor; what is named by its id is answered whole", async () => {
    fixture.estate.faults.add({ kind: "thin-pages" });
    const { drs, rds } = fixture.clients;
    const first = await drs.send(new DescribeSourceServersCommand({}));
    expect([first.items, typeof first.nextToken]).toEqual([[], "string"]);
    const second = await drs.send(new DescribeSourceServersCommand({ nextToken: first.nextToken ?? "" }));
    expect([second.items?.length, second.nextToken]).toEqual([2, undefined]);
    const clusters = await rds.send(new DescribeDBClustersCommand({}));
    expect(clusters.DBClusters).toEqual([]);
    const { DBClusters } = await rds.send(new DescribeDBClustersCommand({ Marker: clusters.Marker }));
    expect(DBClusters?.map(({ DBClusterIdentifier }) => DBClusterIdentifier).toSorted()).toEqual(["carts", "orders"]);
    expect(await statusOf()).toBe("available");
  });
});

describe("error-before", () => {
  test("refuses without effect, with the code of the rule or the service's internal error", async () => {
    fixture.estate.faults.add({ kind: "error-before", code: "AccessDenied", times: 1 });
    fixture.estate.faults.add({ kind: "error-before", times: 1 });
    expect(await failureOf(failover())).toMatchObject({ name: "AccessDenied", $metadata: { httpStatusCode: 400 } });
    expect(await failureOf(failover())).toMatchObject({ name: "InternalFailure", $metadata: { httpStatusCode: 500 } });
    expect(await statusOf()).toBe("available");
    expect(journal()).toEqual([
      ["rejected", "error-before", "AccessDenied"],
      ["rejected", "error-before", "InternalFailure"],
    ]);
  });
});

describe("after accept", () => {
  test("error-500-after-accept answers 500 although the call took effect", async () => {
    fixture.estate.faults.add({ kind: "error-500-after-accept", action: "FailoverDBCluster", times: 1 });
    expect(await failureOf(failover())).toMatchObject({ name: "InternalFailure", $metadata: { httpStatusCode: 500 } });
    fixture.clock.pass(40);
    expect((await failureOf(failover())).name).toBe("InvalidDBInstanceStateFault");
    expect(journal()).toEqual([
      ["applied", "error-500-after-accept", undefined],
      ["rejected", undefined, "InvalidDBInstanceState"],
    ]);
  });

  test("reset-after-accept tears the connection down although the call took effect", async () => {
    fixture.estate.faults.add({ kind: "reset-after-accept", action: "FailoverDBCluster", times: 1 });
    expect(await failureOf(failover())).toMatchObject({ code: "ECONNRESET" });
    expect(journal()).toEqual([["applied", "reset-after-accept", undefined]]);
  });

  test("a default SDK client repeats such a mutation by itself: the trap that adapters must avoid", async () => {
    fixture.estate.faults.add({ kind: "error-500-after-accept", action: "FailoverDBCluster", times: 1 });
    const careless = new RDSClient({
      endpoint: fixture.url,
      region: "us-east-1",
      credentials: { accessKeyId: "AKIA", secretAccessKey: "x" },
    });
    expect((await failureOf(careless.send(new FailoverDBClusterCommand({ DBClusterIdentifier: "orders" })))).name).toBe(
      "InvalidDBClusterStateFault",
    );
    careless.destroy();
    expect(journal().map(([outcome]) => outcome)).toEqual(["applied", "rejected"]);
  });

  test("a refused call uses up no such fault", async () => {
    const rule = fixture.estate.faults.add({ kind: "reset-after-accept", times: 1 });
    expect((await failureOf(failover("nobody"))).name).toBe("DBClusterNotFoundFault");
    expect(fixture.estate.faults.list()).toEqual([rule]);
    expect(rule.remaining).toBe(1);
  });
});

test("delay waits before the call is taken", async () => {
  fixture.estate.faults.add({ kind: "delay", delayMs: 1500, action: "DescribeDBClusters", resource: "orders" });
  await describeCluster("carts");
  expect(slept).toEqual([]);
  await describeCluster();
  expect(slept).toEqual([1500]);
});

describe("stale-read", () => {
  test("shows the world as it was, so that a new job or failover is not there yet", async () => {
    await failover();
    await startRecovery("i-app01");
    fixture.clock.pass(20);
    expect(await statusOf()).toBe("failing-over");
    fixture.estate.faults.add({ kind: "stale-read", times: 2 });
    expect(await statusOf()).toBe("available");
    expect((await fixture.clients.drs.send(new DescribeJobsCommand({}))).items).toEqual([]);
    expect(await statusOf()).toBe("failing-over");
    expect((await fixture.clients.drs.send(new DescribeJobsCommand({}))).items).toHaveLength(1);
  });

  test("lies as far behind as the rule says", async () => {
    await failover();
    fixture.clock.pass(20);
    fixture.estate.faults.add({ kind: "stale-read", delayMs: 5000, times: 1 });
    expect(await statusOf()).toBe("failing-over");
    fixture.estate.faults.add({ kind: "stale-read", delayMs: 25_000, times: 1 });
    expect(await statusOf()).toBe("available");
  });
});

test("unknown-enum puts a status nobody knows into the answer", async () => {
  await startRecovery("i-app01");
  const { ChangeInfo } = await fixture.clients.route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: "Z1",
      ChangeBatch: {
        Changes: [
          { Action: "CREATE", ResourceRecordSet: { Name: "a.company.com", Type: "A", TTL: 1, ResourceRecords: [{ Value: "192.0.2.1" }] } },
        ],
      },
    }),
  );
  fixture.estate.faults.add({ kind: "unknown-enum", service: "rds", code: "switching-over", times: 1 });
  fixture.estate.faults.add({ kind: "unknown-enum" });
  expect(await statusOf()).toBe("switching-over");
  expect((await fixture.clients.drs.send(new DescribeJobsCommand({}))).items?.[0]?.status).toBe("simulated-unknown-status");
  expect((await fixture.clients.drs.send(new DescribeSourceServersCommand({}))).items?.[0]?.dataReplicationInfo?.dataReplicationState).toBe(
    "simulated-unknown-status",
  );
  expect((await fixture.clients.route53.send(new GetChangeCommand({ Id: ChangeInfo?.Id }))).ChangeInfo?.Status).toBe(
    "simulated-unknown-status",
  );
});

test("never-completes keeps a transition going for ever", async () => {
  fixture.estate.faults.add({ kind: "never-completes", resource: "orders" });
  fixture.estate.faults.add({ kind: "never-completes", resource: "i-app01" });
  await failover();
  await failover("carts");
  await startRecovery("i-app01", "i-app02");
  fixture.clock.pass(30 * 24 * 3600);
  expect(await statusOf()).toBe("failing-over");
  expect(await statusOf("carts")).toBe("available");
  const { items } = await fixture.clients.drs.send(new DescribeJobsCommand({}));
  expect(items?.[0]?.status).toBe("STARTED");
  expect(items?.[0]?.participatingServers?.map(({ launchStatus }) => launchStatus)).toEqual(["IN_PROGRESS", "LAUNCHED"]);
});

test("launch-failed fails one server of a job, which still ends COMPLETED", async () => {
  fixture.estate.faults.add({ kind: "launch-failed", resource: "i-app02", times: 1 });
  await startRecovery("i-app01", "i-app02");
  fixture.clock.pass(16 * 60);
  const { items } = await fixture.clients.drs.send(new DescribeJobsCommand({}));
  expect(items?.[0]?.status).toBe("COMPLETED");
  expect(items?.[0]?.participatingServers?.map(({ launchStatus }) => launchStatus)).toEqual(["LAUNCHED", "FAILED"]);
});

describe("region-down", () => {
  test("resets every connection to that Region and no other", async () => {
    const west = fixture.clientsIn("us-west-2");
    fixture.estate.faults.add({ kind: "region-down", region: "us-east-1" });
    expect(await failureOf(describeCluster())).toMatchObject({ code: "ECONNRESET" });
    expect(await failureOf(startRecovery("i-app01"))).toMatchObject({ code: "ECONNRESET" });
    expect((await west.rds.send(new DescribeDBClustersCommand({}))).DBClusters).toEqual([]);
    expect(fixture.estate.effects()).toEqual([]);
    fixture.estate.faults.clear();
    expect(await statusOf()).toBe("available");
  });

  test("of an origin shows in its servers' replication elsewhere", async () => {
    fixture.estate.faults.add({ kind: "region-down", region: "eu-west-1" });
    fixture.clock.pass(90);
    const { items } = await fixture.clients.drs.send(
      new DescribeSourceServersCommand({ filters: { sourceServerIDs: [sourceServerIdFor("i-app01")] } }),
    );
    expect(items?.[0]?.dataReplicationInfo).toMatchObject({ dataReplicationState: "DISCONNECTED", lagDuration: "PT1M30S" });
  });
});

test("probability strikes about as often as it says, and repeats with the seed", async () => {
  const strikes = async () => {
    const own = await startEstate();
    own.estate.seed({ rds: { clusters: [{ identifier: "orders" }] } });
    own.estate.faults.add({ kind: "throttle", probability: 0.3 });
    const outcomes: string[] = [];
    for (let call = 0; call < 100; call += 1) {
      outcomes.push(
        await own.clients.rds.send(new DescribeDBClustersCommand({})).then(
          () => ".",
          () => "x",
        ),
      );
    }
    await own.stop();
    return outcomes.join("");
  };
  const first = await strikes();
  expect(first.replaceAll(".", "").length).toBeGreaterThan(18);
  expect(first.replaceAll(".", "").length).toBeLessThan(42);
  expect(await strikes()).toBe(first);
});

test("filters by region and action; a spent rule stops", async () => {
  fixture.estate.faults.add({ kind: "throttle", region: "us-west-2" });
  fixture.estate.faults.add({ kind: "throttle", action: "DescribeDBInstances" });
  fixture.estate.faults.add({ kind: "throttle", service: "drs", times: 1 });
  await describeCluster();
  const west = createClients(fixture.url, "us-west-2");
  expect((await failureOf(west.rds.send(new DescribeDBClustersCommand({})))).name).toBe("Throttling");
  expect((await failureOf(fixture.clients.drs.send(new DescribeJobsCommand({})))).name).toBe("ThrottlingException");
  await fixture.clients.drs.send(new DescribeJobsCommand({}));
  expect(fixture.estate.faults.list().map(({ remaining }) => remaining)).toEqual([undefined, undefined, 0]);
  west.rds.destroy();
});
