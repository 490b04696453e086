// Provisioning an estate from plans in all their spellings.
import { describe, expect, test } from "vitest";
import { sourceServerIdFor } from "../services/drs/records.ts";
import { createEstate } from "../estate.ts";

const open = () => createEstate({ memory: true, clock: () => Date.parse("2026-11-23T04:00:00Z"), seed: "test" });

/** The resources of the requirements' "Complete Multi-Technology Wave Execution Example". */
const COMPLETE_EXAMPLE = {
  enterpriseRecoveryPlan: {
    planId: "enterprise-app-recovery-prod",
    waves: [
      {
        waveNumber: 1,
        technologies: [
          { type: "database", operation: "failover", resources: { clusters: ["aurora-prod-cluster"], instances: ["rds-prod-primary"] } },
        ],
      },
      {
        waveNumber: 2,
        technologies: [
          {
            type: "drs",
            operation: "recovery",
            resources: {
              recoveryPlanId: "plan-app-tier-prod",
              protectionGroups: ["pg-app-servers-prod"],
              sourceServers: ["i-app01", "i-app02"],
            },
          },
        ],
      },
      {
        waveNumber: 3,
        technologies: [
          {
            type: "infrastructure",
            operation: "dns_update",
            resources: {
              route53Records: [
                { hostedZoneId: "Z123456789", recordName: "app.company.com", newValue: "recovered-app-lb.us-west-2.elb.amazonaws.com" },
              ],
            },
          },
        ],
      },
    ],
  },
};

describe("the requirements' complete example", () => {
  test("gets a healthy resource for every name", () => {
    const estate = open();
    const report = estate.provisionForPlan(COMPLETE_EXAMPLE);
    expect(report.simulated).toBe(true);
    expect(report.skipped).toEqual([]);
    expect(report.existing).toEqual([]);
    expect(report.created.map(({ kind, region, id, name }) => [kind, region, id, name])).toEqual([
      ["cluster", "us-east-1", "aurora-prod-cluster", "aurora-prod-cluster"],
      ["instance", "us-east-1", "aurora-prod-cluster-instance-1", "aurora-prod-cluster-instance-1"],
      ["instance", "us-east-1", "aurora-prod-cluster-instance-2", "aurora-prod-cluster-instance-2"],
      ["instance", "us-east-1", "aurora-prod-cluster-instance-3", "aurora-prod-cluster-instance-3"],
      ["instance", "us-east-1", "rds-prod-primary", "rds-prod-primary"],
      ["source-server", "us-east-1", sourceServerIdFor("i-app01"), "i-app01"],
      ["source-server", "us-east-1", sourceServerIdFor("i-app02"), "i-app02"],
      ["hosted-zone", "global", "Z123456789", "company.com"],
      ["record-set", "global", "Z123456789/app.company.com/CNAME", "app.company.com"],
    ]);
    const state = estate.state();
    expect(state.rds.instances.at(-1)).toMatchObject({ identifier: "rds-prod-primary", multiAz: true, status: "available" });
    expect(state.drs.sourceServers[0]).toMatchObject({ dataReplicationInfo: { dataReplicationState: "CONTINUOUS", lagDuration: "PT0S" } });
    expect(state.route53.zones[0]?.recordSets.at(-1)).toEqual({
      Name: "app.company.com.",
      Type: "CNAME",
      TTL: 60,
      ResourceRecords: [{ Value: "before-failover.simulated.example.com" }],
    });
  });

  test("is provisioned once: again, it is all there and nothing changes", () => {
    const estate = open();
    const first = estate.provisionForPlan(COMPLETE_EXAMPLE);
    const before = JSON.stringify(estate.state());
    const second = estate.provisionForPlan(COMPLETE_EXAMPLE.enterpriseRecoveryPlan);
    expect(second.created).toEqual([]);
    expect(second.existing.map(({ id }) => id)).toEqual(
      first.created.map(({ id }) => id).filter((id) => !id.startsWith("aurora-prod-cluster-instance-")),
    );
    expect(JSON.stringify(estate.state())).toBe(before);
    expect(estate.effects()).toEqual([]);
  });
});

test("the short form, ARNs, objects and Regions are understood", () => {
  const estate = open();
  const report = estate.provisionForPlan(
    {
      waves: [
        {
          waveNumber: 1,
          technology: "database",
          resources: { clusters: ["arn:aws:rds:eu-west-1:123456789012:cluster:Orders", { identifier: "carts" }] },
        },
        { waveNumber: 2, technology: "drs", config: { targetRegion: "us-west-2" }, resources: { sourceServers: ["s-0123456789abcdef0"] } },
        { waveNumber: 3, technology: "script", resources: { instances: ["i-not-a-database"] } },
      ],
    },
    { region: "eu-central-1" },
  );
  const mains = report.created.filter(({ id }) => !id.includes("-instance-"));
  expect(mains.map(({ kind, region, id }) => [kind, region, id])).toEqual([
    ["cluster", "eu-west-1", "orders"],
    ["cluster", "eu-central-1", "carts"],
    ["source-server", "us-west-2", "s-0123456789abcdef0"],
  ]);
});

test("what a task names is where the task acts, unless its configuration says another Region", () => {
  const clusters = (name: string) => ({ technology: "database", resources: { clusters: [name] } });
  const target = { accountId: "210987654321", region: "us-west-2" };
  const waves = [
    { waveNumber: 1, ...clusters("orders"), target },
    { waveNumber: 2, ...clusters("carts"), target, config: { region: "eu-west-1" } },
  ];
  const mains = open()
    .provisionForPlan({ waves })
    .created.filter(({ kind }) => kind === "cluster");
  expect(mains.map(({ region, id }) => [region, id])).toEqual([
    ["us-west-2", "orders"],
    ["eu-west-1", "carts"],
  ]);
});

test("a recovery plan of an existing DRS solution is there with servers that DRS knows; one that DRS itself launches needs no solution", () => {
  const estate = open();
  const task = (recoveryPlanId: string, config: object) => ({ type: "drs", resources: { recoveryPlanId }, config });
  const technologies = [task("app", { integrationMode: "api", region: "us-west-2" }), task("native", {})];
  estate.provisionForPlan({ waves: [{ waveNumber: 1, technologies }] });
  const state = estate.state();
  const servers = state.drs.sourceServers.map(({ sourceServerID, region }) => [region, sourceServerID]);
  expect(servers).toEqual([1, 2].map((each) => ["us-west-2", sourceServerIdFor(`app-server-${each}`)]));
  const wave = { waveName: "servers", protectionGroupId: "app-servers", serverIds: servers.map(([, id]) => id) };
  expect(state["drs-solution"].plans).toEqual([{ planId: "app", region: "us-west-2", waves: [wave] }]);
  expect(state.lambda.functions.map(({ name }) => name)).toEqual(["drs-execution-handler-simulated"]);
  const again = estate.provisionForPlan({ waves: [{ waveNumber: 1, technologies }] });
  expect(again.created).toEqual([]);
});

describe("DNS records", () => {
  const provision = (records: readonly unknown[], estate = open()) => ({
    report: estate.provisionForPlan({ waves: [{ technology: "infrastructure", resources: { route53Records: records } }] }),
    sets: () => estate.state().route53.zones.flatMap(({ recordSets }) => recordSets.filter(({ Type }) => Type !== "NS" && Type !== "SOA")),
    estate,
  });
  const record = (recordName: string, newValue: string, extra: object = {}) => ({ hostedZoneId: "Z1", recordName, newValue, ...extra });

  test("take the type that fits their new value, and the domain they share as zone", () => {
    const { report, sets } = provision([
      record("app.eu.company.com", "203.0.113.9"),
      record("db.us.company.com", "2001:db8::1"),
      record("company.com", "lb.us-west-2.elb.amazonaws.com"),
      record("note.company.com", '"x"', { recordType: "TXT" }),
    ]);
    expect(report.created[0]).toMatchObject({ kind: "hosted-zone", name: "company.com" });
    expect(
      sets().map(({ Name, Type, AliasTarget, ResourceRecords }) => [Name, Type, AliasTarget?.DNSName ?? ResourceRecords?.[0]?.Value]),
    ).toEqual([
      ["app.eu.company.com.", "A", "192.0.2.10"],
      ["db.us.company.com.", "AAAA", "2001:db8::10"],
      ["company.com.", "A", "before-failover.us-east-1.elb.amazonaws.com."],
      ["note.company.com.", "TXT", '"before failover (simulated)"'],
    ]);
  });

  test("join a zone that exists, unless they lie outside it", () => {
    const { estate } = provision([record("app.company.com", "x.example.com")]);
    const { report, sets } = provision([record("api.company.com", "x.example.com"), record("api.other.org", "x.example.com")], estate);
    expect(report.created.map(({ name }) => name)).toEqual(["api.company.com"]);
    expect(report.skipped).toEqual([
      { path: "waves[0].resources.route53Records[1]", reason: "api.other.org is not in hosted zone Z1 (company.com)" },
    ]);
    expect(sets()).toHaveLength(2);
  });

  test("without a shared domain, or malformed, are skipped with the reason", () => {
    const { report } = provision([record("a.one.com", "x"), record("b.two.org", "x"), { hostedZoneId: "z-1" }]);
    expect(report.created).toEqual([]);
    expect(report.skipped.map(({ path }) => path)).toEqual([2, 0, 1].map((index) => `waves[0].resources.route53Records[${index}]`));
    expect(report.skipped[1]?.reason).toBe("a.one.com is not in hosted zone Z1 (its records share no domain)");
  });

  test("that exist with another type keep it", () => {
    const { estate } = provision([record("app.company.com", "x.example.com")]);
    const { report } = provision([record("app.company.com", "203.0.113.9")], estate);
    expect(report.created).toEqual([]);
  });
});

test("names that are none are skipped; something without waves is refused", () => {
  const estate = open();
  const report = estate.provisionForPlan({ waves: [{ technology: "drs", resources: { sourceServers: [7, "", "i-ok"] } }] });
  expect(report.skipped.map(({ path }) => path)).toEqual(["waves[0].resources.sourceServers[0]", "waves[0].resources.sourceServers[1]"]);
  expect(report.created).toHaveLength(1);
  expect(() => estate.provisionForPlan({ plan: 1 })).toThrow(/waves/u);
});

test("every resource that tasks of AWS Backup name has a recovery point, whichever task and plan names it", () => {
  const estate = open();
  const volume = (digit: number) => `arn:aws:ec2:us-east-1:123456789012:volume/vol-0000000000000000${digit}`;
  const technology = (operation: string, digit: number) => ({
    type: "storage",
    operation,
    resources: { protectedResources: [volume(digit)] },
  });
  const plan = (...technologies: object[]) => ({ waves: [{ waveNumber: 1, technologies }] });
  estate.provisionForPlan(plan(technology("backup_copy", 1), technology("backup_restore", 2), technology("backup_restore", 1)));
  estate.provisionForPlan(plan(technology("backup_restore", 3)));
  expect(
    estate
      .state()
      .backup.recoveryPoints.map(({ resourceArn }) => resourceArn)
      .toSorted(),
  ).toEqual([1, 2, 3].map(volume));
});
