// What AWS refuses and a model easily takes: each was taken once.
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import {
  DescribeDBClustersCommand,
  DescribeEventsCommand,
  FailoverDBClusterCommand,
  RebootDBInstanceCommand,
  type SourceType,
} from "@aws-sdk/client-rds";
import { ChangeResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EstateFixture, startEstate } from "../testing/estate-fixture.ts";
import { failureOf } from "../testing/failure-of.ts";

let fixture: EstateFixture;
beforeEach(async () => {
  fixture = await startEstate();
});
afterEach(() => fixture.stop());

test("events of a kind of source that there is not", async () => {
  const call = fixture.clients.rds.send(new DescribeEventsCommand({ SourceType: "bogus" as SourceType }));
  expect(await failureOf(call)).toMatchObject({ $metadata: { httpStatusCode: 400 } });
});

test("a new parameter without a type; a known one keeps its own", async () => {
  const put = (extra: object) => fixture.clients.ssm.send(new PutParameterCommand({ Name: "/app/flag", Value: "on", ...extra }));
  expect(await failureOf(put({}))).toMatchObject({ name: "ValidationException" });
  await put({ Type: "String" });
  expect(await put({ Overwrite: true })).toMatchObject({ Version: 2 });
});

test.each([
  ["AAAA", "192.0.2.1"],
  ["A", "2001:db8::1"],
] as const)("an %s record of %s", async (Type, Value) => {
  fixture.estate.seed({ route53: { zones: [{ id: "Z1", name: "example.com" }] } });
  const ResourceRecordSet = { Name: "app.example.com", Type, TTL: 60, ResourceRecords: [{ Value }] };
  const ChangeBatch = { Changes: [{ Action: "UPSERT" as const, ResourceRecordSet }] };
  const call = fixture.clients.route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: "Z1", ChangeBatch }));
  expect(await failureOf(call)).toMatchObject({ name: "InvalidChangeBatch" });
});

test("an act on a database whose status word stays; one that optimizes its storage takes it", async () => {
  const instances = ["storage-full", "storage-optimization"].map((status) => ({ identifier: status, status }));
  fixture.estate.seed({ rds: { clusters: [{ identifier: "orders", status: "stopped" }], instances } });
  const { rds } = fixture.clients;
  const { DBClusters } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "orders" }));
  expect(DBClusters?.[0]?.Status).toBe("stopped");
  expect(await failureOf(rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier: "orders" })))).toMatchObject({
    name: "InvalidDBClusterStateFault",
  });
  const reboot = (DBInstanceIdentifier: string) => rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier, ForceFailover: true }));
  expect(await failureOf(reboot("storage-full"))).toMatchObject({ name: "InvalidDBInstanceStateFault" });
  expect((await reboot("storage-optimization")).DBInstance?.DBInstanceStatus).toBe("rebooting");
});
