/** Given buckets that were failed over, when they are failed back, then: what was written meanwhile comes home, behind a freeze. */
import { describe, expect, test } from "vitest";
import { withFreeze } from "../src/failback/freeze.ts";
import { ACCESS_POINT, pairSeed } from "./estate-world.ts";
import { begin, ended, given, type Given } from "./given.ts";

const failback = { operation: "failback", seed: pairSeed({ isOver: true }) } satisfies Given;

describe("a failback", () => {
  test("copies, freezes, copies what is left, switches and thaws, in this order", async () => {
    const { effects, failure, results, world } = await given(failback);
    const switches = effects.slice(3, -1).toSorted();
    expect([failure, [...effects.slice(0, 3), ...switches, ...effects.slice(-1)]]).toEqual([
      undefined,
      [
        "CreateJob assets-west sync",
        "PutBucketPolicy assets-west",
        "CreateJob assets-west final",
        "ChangeResourceRecordSets Z1",
        `SubmitMultiRegionAccessPointRoutes ${ACCESS_POINT}`,
        "UpdateDistribution E1234567890ABC",
        "DeleteBucketPolicy assets-west",
      ],
    ]);
    expect(results["bucket:assets"]!.after).toMatchObject({ activeRegion: "us-east-1", bucketsFailedBack: ["assets"] });
    expect(world.estate.state().cloudfront.distributions[0]).toMatchObject({ target: "east" });
  });

  test("keeps the statements of others in the policy", () => {
    const own = { Sid: "OnlyTls", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [own] });
    const west = { except: [], region: "us-west-2" };
    const frozen = withFreeze(policy, true, "assets-west", {
      except: ["arn:aws:iam::123456789012:role/loader"],
      region: "us-west-2",
    });
    expect((JSON.parse(frozen!) as { Statement: unknown[] }).Statement).toEqual([
      own,
      {
        Sid: "DrOrchestratorWriteFreeze",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:PutObject", "s3:DeleteObject", "s3:RestoreObject"],
        Resource: "arn:aws:s3:::assets-west/*",
        Condition: { ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::123456789012:role/loader"] } },
      },
    ]);
    expect(JSON.parse(withFreeze(frozen, false, "assets-west", west)!)).toEqual(JSON.parse(policy));
    expect(withFreeze(withFreeze(null, true, "b", west), false, "b", west)).toBeNull();
  });

  test.each([
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["eu-west-1", "aws"],
  ])("in %s freezes in the partition %s", (region, partition) => {
    expect(withFreeze(null, true, "b", { except: [], region })).toContain(`"arn:${partition}:s3:::b/*"`);
  });

  test.each([
    ["while a side is lost", { mode: "unplanned" }, "s3.failback_needs_both"],
    ["without a reverse rule", { seed: pairSeed({ isOver: true, destination: { replicatesTo: undefined } }) }, "s3.no_reverse_rule"],
    ["with a reverse rule that is off", { seed: pairSeed({ isOver: true, destination: { ruleStatus: "Disabled" } }) }, "s3.rule_disabled"],
    [
      "of nothing that leads clients",
      { resources: { multiRegionAccessPoints: [], cloudfrontDistributions: [], route53Records: [] } },
      "s3.nothing_to_switch",
    ],
  ] satisfies [string, Given, string][])("is refused %s, before anything is touched", async (_name, more, code) => {
    const { failure, effects } = await given({ ...failback, ...more });
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test("whose job is Complete with objects that failed does not switch: the word is not the fact", async () => {
    const prepare: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "launch-failed", resource: "assets-west" });
    const { failure, effects } = await given({ ...failback, prepare });
    expect([failure?.code, effects]).toEqual(["s3.objects_failed", ["CreateJob assets-west sync"]]);
  });

  test("without a freeze, where the plan wants none, freezes nobody", async () => {
    const { effects } = await given({ ...failback, config: { writeFreeze: false } });
    expect(effects.filter((effect) => effect.includes("Policy"))).toEqual([]);
  });
});

describe("configure_replication", () => {
  const bare = pairSeed({ source: { replicatesTo: undefined }, destination: { replicatesTo: undefined } });
  const what = {
    operation: "configure_replication",
    seed: bare,
    resources: {
      multiRegionAccessPoints: undefined,
      cloudfrontDistributions: undefined,
      route53Records: undefined,
      destinationBuckets: { assets: "assets-west" },
    },
    config: { replicationRole: "arn:aws:iam::123456789012:role/dr-s3-replication-assets" },
  } satisfies Given;

  test("makes a rule each way, with metrics, and a failover finds them", async () => {
    const { failure, world } = await given(what);
    expect(failure).toBeUndefined();
    const rules = world.estate
      .state()
      .s3.buckets.map(({ name, replication }) => [name, replication?.Rules.map(({ ID, Destination }) => [ID, Destination.Bucket])]);
    expect(rules).toEqual([
      ["assets", [["dr-orchestrator", "arn:aws:s3:::assets-west"]]],
      ["assets-west", [["dr-orchestrator", "arn:aws:s3:::assets"]]],
    ]);
  });

  test("leaves the rules of others alone", async () => {
    const { world, failure } = await given({ ...what, seed: pairSeed() });
    expect(failure).toBeUndefined();
    expect(world.estate.state().s3.buckets[0]!.replication?.Rules.map(({ ID, Priority }) => [ID, Priority])).toEqual([
      ["to-the-other-region", 1],
      ["dr-orchestrator", 2],
    ]);
  });

  test("is refused for a bucket without versioning, before anything is touched", async () => {
    const { failure, effects } = await given({ ...what, seed: pairSeed({ source: { versioning: null, replicatesTo: undefined } }) });
    expect([failure?.code, effects]).toEqual(["s3.not_versioned", []]);
  });
});

describe("what was done is taken back by its rollback", () => {
  const rolledBack = async (what: Given) => {
    const { run, world } = begin(what);
    const original = run.operationIdOf(1);
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", undoes: original });
    await run.run();
    return { ...ended(run), state: world.estate.state() };
  };

  test("a failover leads to the sources again", async () => {
    const { failure, state } = await rolledBack({});
    expect([failure, state.cloudfront.distributions[0]?.target, state["s3-control"].accessPoints[0]?.routes]).toEqual([
      undefined,
      "east",
      [
        { Bucket: "assets", Region: "us-east-1", TrafficDialPercentage: 100 },
        { Bucket: "assets-west", Region: "us-west-2", TrafficDialPercentage: 0 },
      ],
    ]);
  });

  test("a failback leads to the replicas again", async () => {
    const { failure, state } = await rolledBack(failback);
    expect([failure, state.cloudfront.distributions[0]?.target]).toEqual([undefined, "west"]);
  });

  test("rules of ours are removed, and those of others stay", async () => {
    const { failure, state } = await rolledBack({
      operation: "configure_replication",
      resources: {
        multiRegionAccessPoints: undefined,
        cloudfrontDistributions: undefined,
        route53Records: undefined,
        destinationBuckets: { assets: "assets-west" },
      },
      config: { replicationRole: "arn:aws:iam::123456789012:role/dr-s3-replication-assets" },
    });
    const rules = state.s3.buckets.map(({ replication }) => replication?.Rules.map(({ ID }) => ID));
    expect([failure, rules]).toEqual([undefined, [["to-the-other-region"], ["to-the-other-region"]]]);
  });
});
