// Route 53 through the real client: lists, transactional changes, refusals, propagation.
import {
  type Change,
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  GetHealthCheckCommand,
  GetHealthCheckStatusCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  UpdateHealthCheckCommand,
} from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type EstateFixture, startEstate, watch } from "../../testing/estate-fixture.ts";
import { failureOf } from "../../testing/failure-of.ts";

const ZONE = "Z123456789";
let fixture: EstateFixture;

beforeEach(async () => {
  fixture = await startEstate();
  fixture.estate.seed({
    route53: {
      zones: [
        {
          id: ZONE,
          name: "company.com",
          records: [
            { name: "app.company.com", type: "CNAME", values: ["old.example.com"] },
            { name: "api.company.com", type: "A", values: ["192.0.2.10"], setIdentifier: "blue", weight: 100 },
            { name: "api.company.com", type: "A", values: ["192.0.2.20"], setIdentifier: "green", weight: 0 },
            { name: "*.company.com", type: "TXT", values: ['"a & <b>"'] },
            { name: "company.com", type: "A", alias: { hostedZoneId: "Z35SXDOTRQ7X7K", dnsName: "lb.us-east-1.elb.amazonaws.com" } },
          ],
        },
        { id: "Z2", name: "example.org" },
      ],
    },
  });
});
afterEach(() => fixture.stop());

const list = async (input: object = {}) =>
  fixture.clients.route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: ZONE, ...input }));
const names = async (input: object = {}) =>
  (await list(input)).ResourceRecordSets?.map(({ Name, Type, SetIdentifier }) => [Name, Type, SetIdentifier]);
const valueOf = async (name: string) =>
  (await list({ StartRecordName: name, MaxItems: 1 })).ResourceRecordSets?.map(({ ResourceRecords }) => ResourceRecords?.[0]?.Value)[0];
const change = (...Changes: Change[]) =>
  fixture.clients.route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: ZONE, ChangeBatch: { Comment: "test", Changes } }));
const cname = (value: string, name = "app.company.com") => ({
  Name: name,
  Type: "CNAME" as const,
  TTL: 60,
  ResourceRecords: [{ Value: value }],
});

describe("reading", () => {
  test("lists record sets in Route 53's order, with escaped names", async () => {
    expect(await names()).toEqual([
      ["company.com.", "A", undefined],
      ["company.com.", "NS", undefined],
      ["company.com.", "SOA", undefined],
      ["\\052.company.com.", "TXT", undefined],
      ["api.company.com.", "A", "blue"],
      ["api.company.com.", "A", "green"],
      ["app.company.com.", "CNAME", undefined],
    ]);
  });

  test("starts where it is told and pages", async () => {
    expect(await names({ StartRecordName: "API.company.com", StartRecordType: "A", StartRecordIdentifier: "green" })).toEqual([
      ["api.company.com.", "A", "green"],
      ["app.company.com.", "CNAME", undefined],
    ]);
    const page = await list({ StartRecordName: "api.company.com", MaxItems: 1 });
    expect(page).toMatchObject({
      IsTruncated: true,
      NextRecordName: "api.company.com.",
      NextRecordType: "A",
      NextRecordIdentifier: "green",
    });
  });

  test("keeps weights, aliases and special characters", async () => {
    const { ResourceRecordSets: sets } = await list();
    expect(sets?.[0]).toEqual({
      Name: "company.com.",
      Type: "A",
      AliasTarget: { HostedZoneId: "Z35SXDOTRQ7X7K", DNSName: "lb.us-east-1.elb.amazonaws.com.", EvaluateTargetHealth: false },
    });
    expect(sets?.[3]?.ResourceRecords).toEqual([{ Value: '"a & <b>"' }]);
    expect(sets?.[4]).toEqual({
      Name: "api.company.com.",
      Type: "A",
      SetIdentifier: "blue",
      Weight: 100,
      TTL: 60,
      ResourceRecords: [{ Value: "192.0.2.10" }],
    });
  });

  test("finds zones by id and by name", async () => {
    const zone = await fixture.clients.route53.send(new GetHostedZoneCommand({ Id: `/hostedzone/${ZONE}` }));
    expect(zone.HostedZone).toMatchObject({
      Id: `/hostedzone/${ZONE}`,
      Name: "company.com.",
      ResourceRecordSetCount: 7,
      Config: { PrivateZone: false },
    });
    expect(zone.DelegationSet?.NameServers).toHaveLength(4);
    const byName = await fixture.clients.route53.send(new ListHostedZonesByNameCommand({ DNSName: "example.org", MaxItems: 1 }));
    expect(byName).toMatchObject({ HostedZones: [{ Id: "/hostedzone/Z2" }], IsTruncated: false });
    const missing = await failureOf(fixture.clients.route53.send(new GetHostedZoneCommand({ Id: "ZNONE" })));
    expect(missing).toMatchObject({ name: "NoSuchHostedZone", $metadata: { httpStatusCode: 404 } });
  });

  test("is the same zone whatever Region signs", async () => {
    const elsewhere = await fixture.clientsIn("eu-west-1").route53.send(new GetHostedZoneCommand({ Id: ZONE }));
    expect(elsewhere.HostedZone?.Name).toBe("company.com.");
  });
});

describe("changing", () => {
  test("an UPSERT shows at once, is PENDING first and INSYNC after 30 to 60 seconds", async () => {
    const { ChangeInfo } = await change({ Action: "UPSERT", ResourceRecordSet: cname("new-lb.us-west-2.elb.amazonaws.com") });
    expect(ChangeInfo).toMatchObject({ Status: "PENDING", Comment: "test", SubmittedAt: new Date("2026-11-23T04:00:00.000Z") });
    expect(await valueOf("app.company.com")).toBe("new-lb.us-west-2.elb.amazonaws.com");
    const status = async () => (await fixture.clients.route53.send(new GetChangeCommand({ Id: ChangeInfo?.Id }))).ChangeInfo?.Status;
    const sightings = await watch(fixture.clock, status, { seconds: 66, step: 3 });
    expect(sightings.map(({ seen }) => seen)).toEqual(["PENDING", "INSYNC"]);
    expect(sightings[1]?.atSeconds).toBeGreaterThanOrEqual(30);
    expect(sightings[1]?.atSeconds).toBeLessThanOrEqual(63);
    const unknown = await failureOf(fixture.clients.route53.send(new GetChangeCommand({ Id: "CNONE" })));
    expect(unknown.name).toBe("NoSuchChange");
  });

  test("the journal names the zone and each record, without trailing dot", async () => {
    await change({ Action: "UPSERT", ResourceRecordSet: cname("new.example.com") });
    expect(fixture.estate.effects({ resource: "app.company.com" })).toMatchObject([
      {
        service: "route53",
        action: "ChangeResourceRecordSets",
        region: "us-east-1",
        resources: [ZONE, "app.company.com"],
        outcome: "applied",
      },
    ]);
  });

  test("a batch is applied as a whole or not at all, with every complaint", async () => {
    const error = await failureOf(
      change(
        { Action: "UPSERT", ResourceRecordSet: cname("new.example.com") },
        { Action: "CREATE", ResourceRecordSet: cname("x.example.com") },
        { Action: "DELETE", ResourceRecordSet: cname("x.example.com", "gone.company.com") },
      ),
    );
    expect(error).toMatchObject({
      name: "InvalidChangeBatch",
      message:
        "[Tried to create resource record set [name='app.company.com.', type='CNAME'] but it already exists, Tried to delete resource record set [name='gone.company.com.', type='CNAME'] but it was not found]",
    });
    expect(await valueOf("app.company.com")).toBe("old.example.com");
  });

  test("delete and create in one batch replace a record by one of another type", async () => {
    await change(
      { Action: "DELETE", ResourceRecordSet: cname("old.example.com") },
      { Action: "CREATE", ResourceRecordSet: { Name: "app.company.com", Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.99" }] } },
    );
    expect(await valueOf("app.company.com")).toBe("192.0.2.99");
  });

  const refusals: readonly (readonly [string, Change, string])[] = [
    ["deleting other values", { Action: "DELETE", ResourceRecordSet: cname("other.example.com") }, "do not match the current values"],
    [
      "a name of another zone",
      { Action: "UPSERT", ResourceRecordSet: cname("x", "app.other.com") },
      "is not permitted in zone company.com.",
    ],
    [
      "a CNAME at the apex",
      { Action: "UPSERT", ResourceRecordSet: cname("x", "company.com") },
      "not permitted at apex in zone company.com.",
    ],
    [
      "a CNAME beside others",
      { Action: "UPSERT", ResourceRecordSet: cname("x", "api.company.com") },
      "conflicts with other records with the same DNS name",
    ],
    [
      "a simple record over weighted ones",
      { Action: "UPSERT", ResourceRecordSet: { Name: "api.company.com", Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] } },
      "cannot be created as other RRSets exist with the same name and type",
    ],
    [
      "an address that is none",
      {
        Action: "UPSERT",
        ResourceRecordSet: { Name: "new.company.com", Type: "A", TTL: 60, ResourceRecords: [{ Value: "lb.example.com" }] },
      },
      "Value is not a valid IPv4 address",
    ],
  ];
  test.each(refusals)("refuses %s", async (_what, wanted, message) => {
    const error = await failureOf(change(wanted));
    expect(error.name).toBe("InvalidChangeBatch");
    expect(error.message).toContain(message);
    expect(await names()).toHaveLength(7);
  });

  test("refuses a record set with neither or both of alias and values", async () => {
    const bare = await failureOf(change({ Action: "UPSERT", ResourceRecordSet: { Name: "x.company.com", Type: "A" } }));
    expect(bare.name).toBe("InvalidInput");
    const both = { HostedZoneId: "Z1", DNSName: "lb.example.com", EvaluateTargetHealth: false };
    const doubled = await failureOf(change({ Action: "UPSERT", ResourceRecordSet: { ...cname("x"), AliasTarget: both } }));
    expect(doubled.name).toBe("InvalidInput");
  });
});

describe("health checks", () => {
  const HC = "hc-1";
  beforeEach(() => {
    fixture.estate.seed({
      route53: {
        healthChecks: [
          { id: HC, endpointHealthy: false },
          { id: "hc-2", type: "CLOUDWATCH_METRIC" },
        ],
      },
    });
  });
  const update = (input: object) => fixture.clients.route53.send(new UpdateHealthCheckCommand({ HealthCheckId: HC, ...input }));
  const counts = () => fixture.estate.state().route53.healthChecks.find(({ id }) => id === HC)?.countsAsHealthy;

  test("what is not said stays, and each change has a version", async () => {
    const { HealthCheck } = await update({ HealthCheckVersion: 1, Disabled: true });
    expect(HealthCheck).toMatchObject({
      Id: HC,
      HealthCheckVersion: 2,
      HealthCheckConfig: { Type: "HTTPS", Disabled: true, Inverted: false },
    });
    const stale = await failureOf(update({ HealthCheckVersion: 1, Inverted: true }));
    expect(stale).toMatchObject({ name: "HealthCheckVersionMismatch", $metadata: { httpStatusCode: 409 } });
    expect(await fixture.clients.route53.send(new GetHealthCheckCommand({ HealthCheckId: HC }))).toMatchObject({ HealthCheck });
  });

  test("a disabled check is healthy, an inverted one says the opposite, a disabled one too", async () => {
    const said = [];
    for (const [Disabled, Inverted] of [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ]) {
      await update({ Disabled, Inverted });
      said.push(counts());
    }
    expect(said).toEqual([false, true, true, false]);
  });

  test("checkers tell of endpoints alone", async () => {
    const { HealthCheckObservations } = await fixture.clients.route53.send(new GetHealthCheckStatusCommand({ HealthCheckId: HC }));
    expect(new Set(HealthCheckObservations?.map(({ StatusReport }) => StatusReport?.Status?.split(":")[0]))).toEqual(new Set(["Failure"]));
    const alarm = await failureOf(fixture.clients.route53.send(new GetHealthCheckStatusCommand({ HealthCheckId: "hc-2" })));
    expect(alarm.name).toBe("InvalidInput");
  });
});
