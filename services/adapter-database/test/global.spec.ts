/** Given a global database, when its primary shall move, then: done, refused, waited for, or only looked at. */
import { DescribeGlobalClustersCommand, RDSClient, SwitchoverGlobalClusterCommand } from "@aws-sdk/client-rds";
import { createEstateHandler, createTestEstate } from "@dr/estate/testing";
import { describe, expect, test } from "vitest";
import { begin, ended, given, type Given } from "./given.ts";
import { arnOf, globalSeed } from "./global-seed.ts";

const [EAST, WEST, EU] = [arnOf("us-east-1"), arnOf("us-west-2"), arnOf("eu-west-1")];
const resources = { globalClusters: ["orders"] };
const lostEast: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "region-down", region: "us-east-1" });

const switchover = (more: Partial<Given> = {}) =>
  given({ operation: "global_switchover", seed: globalSeed(), resources, config: { targetRegion: "us-west-2" }, ...more });
const failover = (more: Partial<Given> = {}) =>
  given({
    operation: "global_failover",
    seed: globalSeed(),
    resources,
    config: { targetRegion: "us-west-2", allowDataLoss: true },
    mode: "unplanned",
    prepare: lostEast,
    ...more,
  });

describe("a switchover", () => {
  test("says what wrote before and after, that nothing was lost, and how far behind the secondary was", async () => {
    const { resources: told, failure } = await switchover();
    expect(failure).toBeUndefined();
    expect(told).toEqual([
      expect.objectContaining({
        resource: "global:orders",
        outcome: "completed",
        before: { primary: EAST, lagSeconds: 0.85, lagSampledAt: "2026-11-23T04:00:00.000Z" },
        after: expect.objectContaining({ primary: WEST, region: "us-west-2", status: "available" }),
        rpo: { seconds: 0, method: "switchover_after_synchronization", confidence: "exact" },
        dataLoss: { possible: false },
        reversible: true,
      }),
    ]);
  });

  test.each([
    ["a Region", { targetRegion: "eu-west-1" }],
    ["a cluster's name", { targetRegion: "eu-west-1", targetCluster: "ORDERS-eu-west-1" }],
    ["a cluster's ARN", { targetRegion: "eu-west-1", targetCluster: EU }],
    [
      "a cluster by global database",
      { targetRegion: "eu-west-1", targetCluster: { "arn:aws:rds::123456789012:global-cluster:Orders": "orders-eu-west-1" } },
    ],
  ])("moves to the secondary that is named by %s", async (_name, config) => {
    expect((await switchover({ config })).effects).toEqual([`SwitchoverGlobalCluster orders ${EU}`]);
  });

  test("to the cluster that is the primary already is nothing to do", async () => {
    const { effects, resources: told } = await switchover({ config: { targetRegion: "us-east-1" } });
    expect([effects, told[0]?.["outcome"]]).toEqual([[], "noop"]);
  });

  test("that names no target is refused: a second attempt would move back", async () => {
    expect((await switchover({ config: {} })).failure?.code).toBe("task.invalid_input");
  });

  test.each([
    ["a Region without a member", { config: { targetRegion: "ap-south-1" } }, "database.unknown_target"],
    ["a cluster in another Region than named", { config: { targetRegion: "us-west-2", targetCluster: EU } }, "database.unknown_target"],
    ["another engine", { seed: globalSeed({ engine: "docdb" }) }, "database.other_engine"],
    ["another version at the target", { seed: globalSeed({ versions: { "us-west-2": "15.7" } }) }, "database.version_differs"],
    ["a primary that is lost", { mode: "unplanned" }, "database.switchover_needs_primary"],
    ["an unknown global database", { resources: { globalClusters: ["nobody"] } }, "aws.not_found"],
    [
      "a secondary without an instance (headless)",
      {
        seed: {
          rds: {
            clusters: ["us-east-1", "us-west-2"].map((region) => ({
              identifier: `orders-${region}`,
              region,
              ...(region === "us-west-2" ? { members: [] } : {}),
            })),
            globalClusters: [{ identifier: "orders", memberArns: [EAST, WEST] }],
          },
        },
      },
      "database.headless_target",
    ],
  ] as const)("is refused for %s", async (_name, more, code) => {
    const { failure, effects } = await switchover(more);
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test("of another engine names the operation that fits", async () => {
    expect((await switchover({ seed: globalSeed({ engine: "docdb" }) })).failure?.message).toContain("use documentdb_switchover");
  });

  test("waits while the lag is above rpoSeconds, and gives up at its deadline without having acted", async () => {
    const config = { targetRegion: "us-west-2", rpoSeconds: 30 };
    const { failure, effects } = await switchover({ config, seed: globalSeed({ lagMs: 45_000 }), deadlineSeconds: 600 });
    expect([failure?.code, effects]).toEqual(["task.timed_out", []]);
    expect(failure?.message).toContain("45 s behind");
  });

  test("waits for somebody else's change, then finds what it wanted done", async () => {
    const fixture: { start?: () => Promise<unknown> } = {};
    const run = begin({
      operation: "global_switchover",
      seed: globalSeed(),
      resources,
      config: { targetRegion: "us-west-2" },
      prepare: ({ estate }) => {
        const other = { ...createTestEstate().sdkConfig("us-east-1"), requestHandler: createEstateHandler(estate), maxAttempts: 1 };
        const client = new RDSClient(other);
        fixture.start = () =>
          client.send(new SwitchoverGlobalClusterCommand({ GlobalClusterIdentifier: "orders", TargetDbClusterIdentifier: WEST }));
      },
    });
    await fixture.start?.();
    run.clock.advance(5_000);
    await run.run();
    const { effects, resources: told } = ended(run);
    expect([effects.length, told[0]?.["outcome"]]).toEqual([1, "noop"]);
  });

  test("in a drill only looks, and says what it would do", async () => {
    const { effects, resources: told } = await switchover({ executionType: "drill" });
    expect(effects).toEqual([]);
    expect(told[0]).toMatchObject({
      outcome: "skipped_in_drill",
      after: { primary: EAST, wouldMoveTo: WEST, lagSeconds: 0.85 },
    });
  });
});

describe("a failover with loss of data", () => {
  test("acts through the target's Region alone, and records the window of what may be lost", async () => {
    const { effects, resources: told, failure } = await failover();
    expect(failure).toBeUndefined();
    expect(effects).toEqual([`FailoverGlobalCluster orders ${WEST}`]);
    expect(told[0]).toMatchObject({
      rpo: { seconds: 0.85, method: "replication_lag_before_failover", confidence: "estimate" },
      dataLoss: { possible: true, seconds: 0.85 },
      after: { dataLossWindow: { from: "2026-11-23T03:59:59.150Z", to: "loss of the primary" } },
      reversible: false,
    });
  });

  test("with a lag that nobody knows goes on, and the loss is unknown, not zero", async () => {
    const { resources: told } = await failover({ seed: globalSeed({ lagMs: null }) });
    expect(told[0]).toMatchObject({
      outcome: "completed",
      rpo: { seconds: null, confidence: "unknown" },
      dataLoss: { possible: true },
      warnings: expect.arrayContaining(["orders: the replication lag is not known"]),
    });
  });

  test.each([
    [
      "more lag than rpoSeconds",
      { seed: globalSeed({ lagMs: 45_000 }), config: { targetRegion: "us-west-2", allowDataLoss: true, rpoSeconds: 30 } },
      "database.rpo_exceeded",
    ],
    ["a planned execution", { mode: "planned" }, "database.data_loss_unplanned_only"],
    ["a plan that does not say allowDataLoss", { config: { targetRegion: "us-west-2" } }, "task.invalid_input"],
    ["a plan that says it may not", { config: { targetRegion: "us-west-2", allowDataLoss: false } }, "task.invalid_input"],
  ] as const)("is refused for %s", async (_name, more, code) => {
    const { failure, effects } = await failover(more);
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test("is never done in a drill, whatever the plan says", async () => {
    const { effects, resources: told } = await failover({ executionType: "drill" });
    expect([effects, told[0]?.["outcome"]]).toEqual([[], "skipped_in_drill"]);
  });
});

test("a change that the service never finishes is not called done: its outcome is unknown at the deadline", async () => {
  const { failure, resources: told } = await switchover({
    prepare: ({ estate }) => estate.faults.add({ kind: "never-completes", action: "SwitchoverGlobalCluster" }),
    deadlineSeconds: 900,
  });
  expect([failure?.code, told[0]?.["outcome"]]).toEqual(["task.timed_out", "unknown"]);
});

test("Aurora, DocumentDB and Neptune share one API: their clients send the same request to the same endpoint", async () => {
  const [docdb, neptune] = await Promise.all([import("@aws-sdk/client-docdb"), import("@aws-sdk/client-neptune")]);
  const sent: unknown[] = [];
  const requestHandler = {
    handle: async (request: { hostname: string; path: string; body: unknown; headers: Record<string, string> }) => {
      const scope = /Credential=[^/]+\/\d+\/(?<scope>[^,]+)/.exec(request.headers["authorization"] ?? "")?.groups?.["scope"];
      sent.push([request.hostname, request.path, scope, String(request.body)]);
      throw new Error("recorded");
    },
  };
  const config = { region: "us-west-2", maxAttempts: 1, credentials: { accessKeyId: "a", secretAccessKey: "b" }, requestHandler } as never;
  const target = { GlobalClusterIdentifier: "orders", TargetDbClusterIdentifier: WEST };
  const calls = [
    () => new RDSClient(config).send(new SwitchoverGlobalClusterCommand(target)),
    () => new docdb.DocDBClient(config).send(new docdb.SwitchoverGlobalClusterCommand(target)),
    () => new neptune.NeptuneClient(config).send(new neptune.SwitchoverGlobalClusterCommand(target)),
    () => new RDSClient(config).send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: "orders" })),
    () => new docdb.DocDBClient(config).send(new docdb.DescribeGlobalClustersCommand({ GlobalClusterIdentifier: "orders" })),
    () => new neptune.NeptuneClient(config).send(new neptune.DescribeGlobalClustersCommand({ GlobalClusterIdentifier: "orders" })),
  ];
  for (const call of calls) await expect(call()).rejects.toThrow("recorded");
  expect(sent[0]).toEqual([
    "rds.us-west-2.amazonaws.com",
    "/",
    "us-west-2/rds/aws4_request",
    expect.stringContaining("SwitchoverGlobalCluster&"),
  ]);
  expect([sent[1], sent[2]]).toEqual([sent[0], sent[0]]);
  expect([sent[4], sent[5]]).toEqual([sent[3], sent[3]]);
});
