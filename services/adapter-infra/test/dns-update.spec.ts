/** Given a zone, when a DNS update is asked for, then: changed, left alone, refused, or put back. */
import { createHarness, type Harness } from "@dr/adapter-kit/testing";
import type { TaskResult } from "@dr/events";
import { describe, expect, test } from "vitest";
import { infraAdapter } from "../src/adapter.ts";
import type { InfraClients } from "../src/infra-client.ts";
import type { RecordSet } from "../src/clients/route53-client.ts";
import { createDnsWorld, type DnsWorld } from "./dns-world.ts";

const cname: RecordSet = { Name: "app.example.com.", Type: "CNAME", TTL: 300, ResourceRecords: [{ Value: "old-lb.example.com" }] };
const alias: RecordSet = {
  Name: "example.com.",
  Type: "A",
  AliasTarget: { HostedZoneId: "ZLB1", DNSName: "old-lb.example.com.", EvaluateTargetHealth: true },
};
const blue: RecordSet = {
  Name: "api.example.com.",
  Type: "A",
  TTL: 60,
  SetIdentifier: "blue",
  Weight: 100,
  HealthCheckId: "hc-1",
  ResourceRecords: [{ Value: "192.0.2.1" }],
};
const green: RecordSet = { ...blue, SetIdentifier: "green", Weight: 0, HealthCheckId: "hc-2", ResourceRecords: [{ Value: "192.0.2.2" }] };

async function update(
  zone: readonly RecordSet[],
  records: readonly object[],
  executionType: "drill" | "recovery" = "recovery",
  {
    timeScale = 1,
    refuses,
    zones = {},
  }: { readonly timeScale?: number; readonly refuses?: Error; readonly zones?: Parameters<typeof createDnsWorld>[0] } = {},
) {
  let world: ReturnType<typeof createDnsWorld> | undefined;
  const scenario = {
    name: "given",
    operation: "dns_update",
    resources: { route53Records: records.map((record) => ({ hostedZoneId: "Z1", ...record })) },
    executionType,
    effects: [],
    takesAtLeastSeconds: 1,
    createWorld: (clock: Parameters<typeof createDnsWorld>[1]) =>
      (world = refusing(createDnsWorld({ Z1: zone, ...zones }, clock), refuses)),
  };
  const run = createHarness({ adapter: infraAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario, { timeScale });
  const operationId = run.request({ deadlineSeconds: 300 });
  await run.run();
  return { run, operationId, world: world! };
}

/** A Route 53 that refuses every batch with this. */
function refusing(world: DnsWorld, refuses: Error | undefined): DnsWorld {
  if (refuses === undefined) return world;
  const changeRecordSets = () => Promise.reject(refuses);
  return {
    ...world,
    createClients: (wrap) => {
      const clients = world.createClients(wrap);
      const { listRecordSets, changeStatus } = clients.route53;
      return { ...clients, route53: { listRecordSets, changeStatus, changeRecordSets } };
    },
  };
}

function closing(run: Harness<InfraClients>) {
  return run.facts().at(-1)!.data as { failure?: { code: string; details?: object }; result: TaskResult };
}

describe("the record that shall be", () => {
  test("a CNAME keeps its type and TTL; users see it when the old TTL has run out", async () => {
    const { run, world } = await update([cname], [{ recordName: "app.example.com", newValue: "new-lb.example.com" }]);
    expect(world.records("Z1")).toEqual([{ ...cname, ResourceRecords: [{ Value: "new-lb.example.com" }] }]);
    const { result } = closing(run);
    expect(result.resources[0]).toMatchObject({
      before: { records: [cname] },
      after: { effectiveAt: "2026-11-23T04:05:49.000Z", oldTtlSeconds: 300 },
    });
    expect(result.rtoSeconds).toBe(349);
    expect(result.warnings).toEqual(["Z1: resolvers may give the old answer for another 300 s: lower the TTL days before"]);
  });

  test.each([
    ["an IPv4 address", "192.0.2.9", "A"],
    ["an IPv6 address", "2001:db8::9", "AAAA"],
    ["a name", "lb.example.com", "CNAME"],
  ])("a new record for %s", async (_name, newValue, type) => {
    const { world } = await update([], [{ recordName: "new.example.com", newValue }]);
    expect(world.records("Z1")).toEqual([{ Name: "new.example.com.", Type: type, TTL: 60, ResourceRecords: [{ Value: newValue }] }]);
  });

  test("an alias gets its new target, without TTL and values; whether its health counts stays as it was", async () => {
    const { world } = await update(
      [alias],
      [{ recordName: "example.com", alias: { hostedZoneId: "ZLB2", dnsName: "new-lb.example.com" } }],
    );
    expect(world.records("Z1")).toEqual([
      {
        Name: "example.com.",
        Type: "A",
        AliasTarget: { HostedZoneId: "ZLB2", DNSName: "new-lb.example.com", EvaluateTargetHealth: true },
      },
    ]);
  });

  test("an alias becomes plain for an address of its type", async () => {
    const { world } = await update([alias], [{ recordName: "example.com", newValue: ["192.0.2.8", "192.0.2.9"], ttl: 30 }]);
    expect(world.records("Z1")).toEqual([
      { Name: "example.com.", Type: "A", TTL: 30, ResourceRecords: [{ Value: "192.0.2.8" }, { Value: "192.0.2.9" }] },
    ]);
  });

  test.each<[string, Partial<RecordSet>]>([
    ["latency", { Region: "us-east-1" }],
    ["geolocation", { GeoLocation: { ContinentCode: "EU" } }],
    ["IP-based", { CidrRoutingConfig: { CollectionId: "c0c0c0c0-1111-2222-3333-444444444444", LocationName: "office" } }],
    ["multivalue answer", { MultiValueAnswer: true }],
  ])("one of several %s sets gets its value; what it answers for, its health check and its siblings stay", async (_name, policy) => {
    const [east, west] = ["east", "west"].map((SetIdentifier) => {
      const { Weight, ...rest } = blue;
      return { ...rest, SetIdentifier, ...policy, ...("Region" in policy ? { Region: `us-${SetIdentifier}-1` as const } : {}) };
    }) as [RecordSet, RecordSet];
    const { world } = await update([east, west], [{ recordName: "api.example.com", setIdentifier: "east", newValue: "192.0.2.7" }]);
    expect(world.records("Z1")).toEqual([{ ...east, ResourceRecords: [{ Value: "192.0.2.7" }] }, west]);
  });

  test("weights of a group move in one batch; identifier and health check stay", async () => {
    const { run, world } = await update(
      [blue, green],
      [
        { recordName: "api.example.com", setIdentifier: "blue", weight: 0 },
        { recordName: "api.example.com", setIdentifier: "green", weight: 100 },
      ],
    );
    expect(world.records("Z1")).toEqual([
      { ...blue, Weight: 0 },
      { ...green, Weight: 100 },
    ]);
    expect(closing(run).result.externalIds).toEqual({
      "Z1/hostedZoneId": "Z1",
      "Z1/changeId": world.estate.state().route53.changes[0]?.Id?.replace("/change/", ""),
    });
  });
});

test("in compressed time an old TTL runs out as fast as everything else", async () => {
  const { run } = await update([cname], [{ recordName: "app.example.com", newValue: "new-lb.example.com" }], "recovery", { timeScale: 60 });
  expect(closing(run).result.rtoSeconds).toBe(49);
});

test("of two zones of one name, private and public, the one that the plan names is changed", async () => {
  const { world } = await update(
    [cname],
    [{ hostedZoneId: "/hostedzone/Z3", recordName: "app.example.com", newValue: "new-lb.example.com" }],
    "recovery",
    { zones: { Z3: [cname] } },
  );
  expect([world.records("Z1"), world.records("Z3")]).toEqual([[cname], [{ ...cname, ResourceRecords: [{ Value: "new-lb.example.com" }] }]]);
});

test("what is as wanted already is left alone, however it is spelled", async () => {
  const { run, world } = await update([cname], [{ recordName: "APP.example.com", newValue: "Old-LB.example.com." }]);
  expect(world.effects()).toEqual([]);
  expect(closing(run).result.resources[0]?.outcome).toBe("noop");
});

test("only what differs is changed and put back", async () => {
  const other: RecordSet = { Name: "b.example.com.", Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] };
  const { run, world, operationId } = await update(
    [cname, other],
    [
      { recordName: "app.example.com", newValue: "old-lb.example.com" },
      { recordName: "b.example.com", newValue: "192.0.2.2" },
    ],
  );
  run.request({ type: "TechnologyRollbackRequested", undoes: operationId });
  await run.run();
  expect(world.effects()).toEqual(["Z1 UPSERT b.example.com. A 192.0.2.2", "Z1 UPSERT b.example.com. A 192.0.2.1"]);
  expect(world.records("Z1")).toEqual([cname, other]);
});

test("a rollback refuses, with both values, what somebody else changed since", async () => {
  const { run, world, operationId } = await update([cname], [{ recordName: "app.example.com", newValue: "new-lb.example.com" }]);
  await world
    .createClients((port) => port)
    .route53.changeRecordSets(
      "Z1",
      [{ action: "UPSERT", recordSet: { ...cname, ResourceRecords: [{ Value: "third-lb.example.com" }] } }],
      "by hand",
    );
  run.request({ type: "TechnologyRollbackRequested", undoes: operationId });
  await run.run();
  expect(closing(run).failure).toMatchObject({
    code: "task.changed_since",
    details: {
      found: "app.example.com. CNAME third-lb.example.com",
      left: "app.example.com. CNAME new-lb.example.com",
      wouldRestore: "app.example.com. CNAME old-lb.example.com",
    },
  });
  expect(world.records("Z1")[0]?.ResourceRecords).toEqual([{ Value: "third-lb.example.com" }]);
});

test("a batch that Route 53 refuses fails at once, in its words, whatever they sound like", async () => {
  const message = "Tried to create resource record set, but the hosted zone was not found";
  const refused = { refuses: Object.assign(new Error(message), { name: "InvalidChangeBatch", $metadata: { httpStatusCode: 400 } }) };
  const { run, world } = await update([cname], [{ recordName: "app.example.com", newValue: "new-lb.example.com" }], "recovery", refused);
  expect(closing(run).failure).toMatchObject({ code: "task.refused", message: `Z1: ${message}`, retryable: false });
  expect(run.clock.nowIso()).toBe("2026-11-23T04:00:05.000Z");
  expect(world.effects()).toEqual([]);
});

test("a drill touches nothing and says what it would change", async () => {
  const { run, world } = await update([cname], [{ recordName: "app.example.com", newValue: "new-lb.example.com" }], "drill");
  expect(world.effects()).toEqual([]);
  expect(closing(run).result.resources[0]).toMatchObject({
    outcome: "skipped_in_drill",
    after: { wouldChange: ["app.example.com. CNAME new-lb.example.com"] },
  });
});

test.each([
  [
    "an alias without its target's zone",
    [alias],
    { recordName: "example.com", newValue: "new-lb.example.com" },
    "infrastructure.alias_required",
  ],
  [
    "one of several sets, unnamed",
    [blue, green],
    { recordName: "api.example.com", newValue: "192.0.2.9" },
    "infrastructure.set_identifier_required",
  ],
  [
    "all weights zero",
    [blue, green],
    { recordName: "api.example.com", setIdentifier: "blue", weight: 0 },
    "infrastructure.all_weights_zero",
  ],
  [
    "a failover record with a health check",
    [{ ...blue, Weight: undefined, Failover: "PRIMARY" as const }],
    { recordName: "api.example.com", setIdentifier: "blue", newValue: "192.0.2.9" },
    "infrastructure.failover_record",
  ],
  ["A beside a CNAME", [cname], { recordName: "app.example.com", recordType: "A", newValue: "192.0.2.9" }, "infrastructure.type_conflict"],
  [
    "a name with A and AAAA",
    [
      { ...cname, Type: "A" as const },
      { ...cname, Type: "AAAA" as const },
    ],
    { recordName: "app.example.com", newValue: "192.0.2.9" },
    "infrastructure.record_ambiguous",
  ],
  ...(
    [
      [
        "a weight for a set that answers by latency",
        [{ ...blue, Weight: undefined, Region: "us-east-1" }],
        { setIdentifier: "blue", weight: 5 },
      ],
      ["a weight for a name's only set", [{ ...cname, Name: "api.example.com." }], { weight: 5 }],
      ["a set of its own without a weight", [blue, green], { setIdentifier: "red", newValue: "192.0.2.9" }],
      [
        "a weighted set beside a name's only one",
        [{ ...blue, Weight: undefined, SetIdentifier: undefined }],
        { setIdentifier: "red", weight: 5, newValue: "192.0.2.9" },
      ],
      [
        "a weighted set beside one by latency",
        [{ ...blue, Weight: undefined, Region: "us-east-1" }],
        { setIdentifier: "red", weight: 5, newValue: "192.0.2.9" },
      ],
      [
        "two values of a multivalue answer",
        [{ ...blue, Weight: undefined, MultiValueAnswer: true }],
        { setIdentifier: "blue", newValue: ["192.0.2.8", "192.0.2.9"] },
      ],
    ] as const
  ).map(([name, zone, record]) => [name, zone, { recordName: "api.example.com", ...record }, "infrastructure.routing_policy"] as const),
  ["a weight for nothing", [], { recordName: "new.example.com", setIdentifier: "x", weight: 5 }, "infrastructure.record_not_found"],
  ["a zone that is not there", [], { hostedZoneId: "Z404", recordName: "new.example.com", newValue: "192.0.2.9" }, "aws.not_found"],
  ["the same record twice", [], { recordName: "a.example.com", newValue: "192.0.2.9", twice: true }, "task.invalid_input"],
] as readonly (readonly [string, readonly RecordSet[], Record<string, unknown>, string])[])(
  "refused: %s",
  async (_name, zone, { twice, ...record }, code) => {
    const { run, world } = await update(zone, twice === true ? [record, record] : [record]);
    expect(closing(run).failure?.code).toBe(code);
    expect(world.effects()).toEqual([]);
  },
);
