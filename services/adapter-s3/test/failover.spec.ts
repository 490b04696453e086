/** Given replicated buckets, when clients are led over or a drill is held, then: done, refused, waited for, or only looked at. */
import { describe, expect, test } from "vitest";
import { ACCESS_POINT, pairSeed } from "./estate-world.ts";
import { begin, ended, given, type Given } from "./given.ts";

const lost: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "region-down", region: "us-east-1", service: "s3" });
const DISTRIBUTION = "distribution:E1234567890ABC";

describe("a planned failover", () => {
  test("measures the lag by a canary, leads everything over and says what is active now", async () => {
    const { results, failure } = await given({
      validation: { replicationLagThreshold: "5m", verifyObjectCount: true },
      config: { invalidate: ["/*"] },
    });
    expect(failure).toBeUndefined();
    const { replicationMetrics, objectCount } = results["ready:assets"]!.after as {
      replicationMetrics: { latencySeconds: number; canarySeconds: number; pendingOperations: number };
      objectCount: unknown;
    };
    expect([replicationMetrics.latencySeconds, objectCount]).toEqual([12, { source: 1_000, destination: 1_000 }]);
    expect([replicationMetrics.canarySeconds >= 12, replicationMetrics.canarySeconds <= 60]).toEqual([true, true]);
    expect(results[DISTRIBUTION]).toMatchObject({
      before: { targets: { default: "east", "/images/*": "east" } },
      after: { cloudfrontUpdated: ["E1234567890ABC"], targets: { default: "west", "/images/*": "west" }, status: "Deployed" },
    });
    expect(results[`mrap:${ACCESS_POINT}`]).toMatchObject({
      before: { activeRegions: ["us-east-1"] },
      after: { activeRegion: "us-west-2" },
    });
    expect(results["record:Z1/assets.example.com/CNAME"]!.after).toMatchObject({ values: ["assets-west.s3.us-west-2.amazonaws.com"] });
    expect(results["bucket:assets"]).toMatchObject({
      outcome: "completed",
      after: { activeRegion: "us-west-2", bucketsFailedOver: ["assets"], replicationMetrics: { pendingOperations: 0 } },
      rpo: { seconds: 0, method: "replication_drained" },
      dataLoss: { possible: false },
    });
  });

  test("looks at every pair before it switches anything", async () => {
    const seed = pairSeed();
    const buckets = [...seed.s3!.buckets!, { name: "plain", region: "us-east-1" as const, versioning: null }];
    const { failure, effects } = await given({ seed: { ...seed, s3: { buckets } }, resources: { sourceBuckets: ["assets", "plain"] } });
    expect([failure?.code, effects]).toEqual(["s3.no_replication_rule", ["PutObject assets/dr-canary/…"]]);
  });

  test.each([
    [
      "nothing that leads clients",
      { resources: { multiRegionAccessPoints: [], cloudfrontDistributions: [], route53Records: [] } },
      "s3.nothing_to_switch",
    ],
    ["a source without versioning", { seed: pairSeed({ source: { versioning: "Suspended" } }) }, "s3.not_versioned"],
    ["a replica without versioning", { seed: pairSeed({ destination: { versioning: null } }) }, "s3.not_versioned"],
    ["no rule", { seed: pairSeed({ source: { replicatesTo: undefined } }) }, "s3.no_replication_rule"],
    ["a rule that is off", { seed: pairSeed({ source: { ruleStatus: "Disabled" } }) }, "s3.rule_disabled"],
    [
      "a limit that nobody can measure",
      { seed: pairSeed({ source: { metrics: false } }), validation: { replicationLagThreshold: "5m" } },
      "s3.no_metrics",
    ],
    [
      "counts that differ",
      { seed: pairSeed({ destination: { objects: 900 } }), validation: { verifyObjectCount: true } },
      "s3.object_count_differs",
    ],
    [
      "counts that nobody made",
      { seed: pairSeed({ destination: { objects: null } }), validation: { verifyObjectCount: true } },
      "s3.object_count_unknown",
    ],
    [
      "an access point of one Region",
      { resources: { multiRegionAccessPoints: ["arn:aws:s3:us-east-1:123456789012:accesspoint/assets"] } },
      "task.invalid_input",
    ],
    ["a limit that is no length of time", { validation: { replicationLagThreshold: "soon" } }, "task.invalid_input"],
  ] satisfies [string, Given, string][])("is refused for %s, before anything is touched", async (_name, what, code) => {
    const { failure, effects } = await given(what);
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test("waits for a lag that is too large, and for one that nobody knows", async () => {
    const validation = { replicationLagThreshold: "10s" };
    const late = await given({ validation, deadlineSeconds: 600 });
    expect([late.failure?.code, late.failure?.message.includes("12 s behind"), late.effects]).toEqual(["task.timed_out", true, []]);
    const seed = pairSeed({ source: { lagSeconds: null } });
    const unknown = await given({ seed, validation, deadlineSeconds: 600 });
    expect([unknown.failure?.code, unknown.failure?.message.includes("nobody knows"), unknown.effects]).toEqual([
      "task.timed_out",
      true,
      [],
    ]);
  });

  test("whose canary does not arrive says so: a rule that looks healthy is not believed", async () => {
    const { failure, effects } = await given({ seed: pairSeed({ source: { lagSeconds: null } }) });
    expect([failure?.code, effects]).toEqual(["s3.canary_late", ["PutObject assets/dr-canary/…"]]);
  });

  test("whose rule nobody measures does not say that nothing was lost", async () => {
    const { results, failure } = await given({ seed: pairSeed({ source: { metrics: false } }) });
    const { rpo, dataLoss, warnings } = results["bucket:assets"]!;
    expect([failure, rpo, dataLoss]).toEqual([
      undefined,
      { seconds: null, method: "replication_drained", confidence: "unknown" },
      { possible: true },
    ]);
    expect(warnings.join()).toContain("turn on replication metrics");
  });

  test("of what leads there already is nothing to do", async () => {
    const { effects, failure } = await given({ seed: pairSeed({ isOver: true }) });
    expect([failure, effects]).toEqual([undefined, ["PutObject assets/dr-canary/…"]]);
  });
});

describe("a distribution", () => {
  test("without a declared standby is refused, and told how to get one", async () => {
    const seed = pairSeed({ origins: [{ id: "east", domainName: "assets.s3.us-east-1.amazonaws.com" }] });
    const { failure, results } = await given({ seed, resources: { multiRegionAccessPoints: [], route53Records: [] } });
    expect([failure?.code, failure?.message.includes("standbyOrigins"), results["bucket:assets"]?.outcome]).toEqual([
      "s3.standby_not_declared",
      true,
      "failed",
    ]);
  });

  test("is led where the plan says, behaviour by behaviour, and what has nothing to do with the buckets stays", async () => {
    const origins = [
      { id: "east", domainName: "assets.s3.us-east-1.amazonaws.com" },
      { id: "copy", domainName: "assets-copy.s3.eu-west-1.amazonaws.com" },
      { id: "api", domainName: "api.example.com" },
    ];
    const seed = pairSeed({ origins, behaviours: { "/api/*": "api", "/images/*": "east" } });
    const { results } = await given({ seed, config: { standbyOrigins: { E1234567890ABC: { east: "copy" } } } });
    expect(results[DISTRIBUTION]!.after).toMatchObject({ targets: { default: "copy", "/api/*": "api", "/images/*": "copy" } });
  });

  test("finds what is declared for it under its ARN, too", async () => {
    const origins = [
      { id: "east", domainName: "assets.s3.us-east-1.amazonaws.com" },
      { id: "copy", domainName: "assets-copy.s3.eu-west-1.amazonaws.com" },
    ];
    const arn = "arn:aws:cloudfront::123456789012:distribution/E1234567890ABC";
    const { results } = await given({ seed: pairSeed({ origins }), config: { standbyOrigins: { [arn]: { east: "copy" } } } });
    expect(results[DISTRIBUTION]!.after).toMatchObject({ targets: { default: "copy" } });
  });

  test.each([
    ["the host of old without a Region", "assets.s3.amazonaws.com", "assets-west.s3.amazonaws.com"],
    ["hosts of both versions of IP", "assets.s3.dualstack.us-east-1.amazonaws.com", "assets-west.s3.dualstack.us-west-2.amazonaws.com"],
    ["websites", "assets.s3-website-us-east-1.amazonaws.com", "assets-west.s3-website.us-west-2.amazonaws.com"],
  ])("knows a bucket by %s", async (_name, east, west) => {
    const origins = [
      { id: "east", domainName: east },
      { id: "other", domainName: "assets-west.s3.example.com" },
      { id: "west", domainName: west },
    ];
    const { results } = await given({ seed: pairSeed({ origins }) });
    expect(results[DISTRIBUTION]!.after).toMatchObject({ targets: { default: "west", "/images/*": "west" } });
  });

  test("that has no such origin, or leads elsewhere, is refused with what it has", async () => {
    const missing = await given({ config: { standbyOrigins: { E1234567890ABC: "nowhere" } } });
    expect(missing.failure).toMatchObject({ code: "s3.no_such_origin", details: { origins: ["east", "west"] } });
    const origins = [{ id: "east", domainName: "other.s3.us-east-1.amazonaws.com" }];
    expect((await given({ seed: pairSeed({ origins }) })).failure?.code).toBe("s3.distribution_elsewhere");
  });

  test("that somebody else changes meanwhile is read again and merged, not overwritten", async () => {
    const prepare: Given["prepare"] = ({ estate }) =>
      estate.faults.add({ kind: "error-before", action: "UpdateDistribution", code: "PreconditionFailed", times: 2 });
    const { failure, effects } = await given({ prepare });
    expect([failure, effects.filter((effect) => effect.startsWith("UpdateDistribution"))]).toEqual([
      undefined,
      ["UpdateDistribution E1234567890ABC"],
    ]);
  });
});

describe("an unplanned failover", () => {
  test("asks nothing of the lost Region, learns the replica's name from the other one's metrics, and tells the lag as the loss", async () => {
    const { results, failure, effects } = await given({ mode: "unplanned", prepare: lost });
    expect([failure, effects.some((effect) => effect.startsWith("PutObject"))]).toEqual([undefined, false]);
    expect(results["bucket:assets"]).toMatchObject({
      after: { activeBucket: "assets-west", activeRegion: "us-west-2" },
      rpo: { seconds: 12, method: "s3_replication_latency", confidence: "estimate" },
      dataLoss: { possible: true, seconds: 12 },
    });
  });

  test("switches routes by another control Region when the first is lost", async () => {
    const prepare: Given["prepare"] = ({ estate }) => {
      for (const region of ["us-west-2", "us-east-1"]) estate.faults.add({ kind: "region-down", region, service: "s3-control" });
    };
    const { failure, results } = await given({ mode: "unplanned", prepare });
    expect([failure, results[`mrap:${ACCESS_POINT}`]!.after["activeRegion"]]).toEqual([undefined, "us-west-2"]);
  });

  test("that lost more than the plan allows is refused; a loss that nobody knows is said", async () => {
    const tooMuch = await given({ mode: "unplanned", prepare: lost, validation: { replicationLagThreshold: "5s" } });
    expect([tooMuch.failure?.code, tooMuch.effects]).toEqual(["s3.lag_exceeded", []]);
    const seed = pairSeed({ source: { metrics: false } });
    const resources = { destinationBuckets: { assets: "assets-west" } };
    const unknown = await given({ mode: "unplanned", prepare: lost, seed, resources, validation: { replicationLagThreshold: "5s" } });
    expect([unknown.failure, unknown.results["bucket:assets"]!.rpo]).toEqual([
      undefined,
      { seconds: null, method: "s3_replication_latency", confidence: "unknown" },
    ]);
  });
});

describe("a record", () => {
  const alone = { multiRegionAccessPoints: [], cloudfrontDistributions: [] };

  test.each([
    ["no such record", [{ hostedZoneId: "Z1", recordName: "nothing.example.com", recordType: "CNAME" }], "s3.record_missing"],
    ["a value that names neither", [{ hostedZoneId: "Z1", recordName: "www.example.com", recordType: "CNAME" }], "s3.record_value_unknown"],
    ["weights", [{ hostedZoneId: "Z1", recordName: "w.example.com", recordType: "CNAME" }], "s3.record_not_simple"],
  ])("is refused for %s", async (_name, route53Records, code) => {
    const seed = pairSeed();
    const records = [
      { name: "www.example.com", type: "CNAME", values: ["elsewhere.example.net"] },
      { name: "w.example.com", type: "CNAME", values: ["a.example.net"], setIdentifier: "a", weight: 1 },
    ];
    const { failure, effects } = await given({
      seed: { ...seed, route53: { zones: [{ id: "Z1", name: "example.com", records }] } },
      resources: { ...alone, route53Records },
    });
    expect([failure?.code, effects]).toEqual([code, ["PutObject assets/dr-canary/…"]]);
  });

  test.each(["*.assets.example.com", "\\052.Assets.example.com."])("written as %s is found", async (recordName) => {
    const seed = pairSeed();
    const records = [{ name: "*.assets.example.com", type: "CNAME", values: ["assets.s3.us-east-1.amazonaws.com"] }];
    const { effects } = await given({
      seed: { ...seed, route53: { zones: [{ id: "Z1", name: "example.com", records }] } },
      resources: { ...alone, route53Records: [{ hostedZoneId: "Z1", recordName, recordType: "CNAME" }] },
    });
    expect(effects).toEqual(["PutObject assets/dr-canary/…", "ChangeResourceRecordSets Z1"]);
  });

  test("with a new value of the plan is pointed there, and its old TTL counts into the time until users see it", async () => {
    const route53Records = [{ hostedZoneId: "Z1", recordName: "assets.example.com", recordType: "CNAME", newValue: "cdn.example.net" }];
    const { results } = await given({ resources: { ...alone, route53Records } });
    expect(results["record:Z1/assets.example.com/CNAME"]!.after).toMatchObject({ values: ["cdn.example.net"] });
  });
});

describe("a drill", () => {
  test("times a canary, touches nothing else and says what it would have led where", async () => {
    const { effects, results } = await given({ executionType: "drill" });
    expect(effects).toEqual(["PutObject assets/dr-canary/…"]);
    expect(results[DISTRIBUTION]).toMatchObject({
      outcome: "skipped_in_drill",
      after: { wouldReach: { targets: { default: "west", "/images/*": "west" } } },
    });
    expect(results[`mrap:${ACCESS_POINT}`]!.after).toMatchObject({ wouldReach: { dials: { assets: 0, "assets-west": 100 } } });
    // On the day when us-east-1 is lost neither could be changed.
    expect(results[DISTRIBUTION]?.warnings.join()).toContain("changed in us-east-1 alone");
    expect(results["record:Z1/assets.example.com/CNAME"]?.warnings.join()).toContain("changed in us-east-1 alone");
  });

  test("100 drills with faults leave nothing behind", async () => {
    const left: string[] = [];
    for (let seed = 0; seed < 100; seed += 1) {
      const faults = ["none", "throttled", "lost", "error_500_after_accept", "reset_after_accept"] as const;
      const mutations = [seed, seed * 7 + 1, seed * 3 + 2].map((draw) => faults[draw % faults.length] ?? "none");
      const hardship = { faults: { mutations, staleReadsForMs: (seed % 4) * 2_000 }, crashAtGate: 5 + (seed % 40) };
      const { run, world } = begin({ executionType: "drill", hardship });
      const original = run.operationIdOf(1);
      await run.run();
      run.request({ type: "TechnologyCleanupRequested", undoes: original });
      await run.run();
      const { result } = run.facts().at(-1)!.data as { result?: { leftovers?: readonly string[] } };
      const objects = world.estate.state().s3.objects.map(({ bucket, key }) => `${bucket}/${key}`);
      if (objects.length > 0 || (result?.leftovers ?? []).length > 0)
        left.push(`${seed}: ${objects.join()} told ${JSON.stringify(result?.leftovers)}`);
      expect(ended(run).failure).toBeUndefined();
    }
    expect(left).toEqual([]);
  }, 120_000);
});
