/** Given an availability group, when a replica shall be its primary, then: done, refused, waited for, or only looked at. */
import { describe, expect, test } from "vitest";
import { moveEvidence } from "../src/failover/move.ts";
import type { SqlFacts } from "../src/group.ts";
import { begin, ended, given, type Given } from "./given.ts";
import { productionGroup } from "./sql-world.ts";

const lostPrimary: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "region-down", region: "us-east-1" });
const forced = { mode: "unplanned", prepare: lostPrimary, config: { allowDataLoss: true, oldPrimaryFenced: true } } as const;

describe("a planned failover", () => {
  test("says who is primary, how long it took, the state of replicas and databases, and that nothing was lost", async () => {
    const { results, failure, run } = await given({
      seed: productionGroup(),
      validation: { syncLagThreshold: "5s", healthCheckTimeout: "30s" },
    });
    expect(failure).toBeUndefined();
    expect(results["failover:ProductionAG"]).toMatchObject({
      before: { primary: "SQL-PROD-01", lagSeconds: 0 },
      after: {
        newPrimary: "SQL-DR-01",
        failoverTime: expect.any(Number) as number,
        downtime: expect.any(Number) as number,
        dataLoss: { seconds: 0, megabytes: 0 },
        replicaStatus: { "SQL-DR-01": { role: "PRIMARY" } },
        databaseStatus: { ProductionDB: { state: "ONLINE" }, UserDB: { state: "ONLINE" } },
      },
      rpo: { seconds: 0, method: "synchronized_before", confidence: "exact" },
    });
    expect(run.world.effects().filter((effect) => effect.includes("ASYNCHRONOUS"))).toHaveLength(2);
  });

  test("of synchronous replicas touches no commit mode", async () => {
    const replicas = ["SQL-PROD-01", "SQL-DR-01"].map((name) => ({ name, mode: "SYNCHRONOUS_COMMIT" }));
    expect((await given({ seed: productionGroup({ replicas }) })).effects).toEqual(["PlannedFailover ProductionAG SQL-DR-01"]);
  });

  test("to the replica that is the primary already is nothing to do", async () => {
    const { effects, results } = await given({ seed: productionGroup(), resources: { targetReplica: "SQL-PROD-01" } });
    expect([effects, results["failover:ProductionAG"]?.outcome]).toEqual([[], "noop"]);
  });

  test("of some databases moves the whole group, and says so", async () => {
    const { results, failure } = await given({ seed: productionGroup(), resources: { databases: ["ProductionDB"] } });
    expect([failure, results["sync:target"]?.warnings]).toEqual([undefined, ["the unit is the availability group: UserDB moves along"]]);
  });

  test.each([
    ["a database that is not in the group", { resources: { databases: ["Elsewhere"] } }, "sql.unknown_database"],
    ["a cluster type that T-SQL must not move", { seed: productionGroup({ clusterType: "EXTERNAL" }) }, "sql.cluster_type"],
    ["a read-scale group without a cluster", { seed: productionGroup({ clusterType: "NONE" }) }, "sql.cluster_type"],
    ["a group that the target has no part in", { resources: { availabilityGroup: "OtherAG" } }, "sql.no_group"],
    ["a cluster without quorum", { seed: productionGroup({ quorum: "UNKNOWN_QUORUM_STATE" }) }, "sql.no_quorum"],
    ["a primary that is no replica of the group", { resources: { primaryReplica: "SQL-PROD-09" } }, "sql.unknown_replica"],
    ["a primary that is the target", { resources: { primaryReplica: "sql-dr-01" } }, "task.invalid_input"],
    ["two targets", { resources: { secondaryReplica: "SQL-DR-02" } }, "task.invalid_input"],
    ["a limit that is no length of time", { validation: { syncLagThreshold: "soon" } }, "task.invalid_input"],
  ] satisfies [string, Partial<Given>, string][])("is refused for %s, before anything is touched", async (_name, more, code) => {
    const { failure, effects } = await given({ seed: productionGroup(), ...more });
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test("of a group that somebody moved since the plan was written says so", async () => {
    const seed = productionGroup({
      replicas: ["SQL-PROD-01", "SQL-DR-01", "SQL-PROD-02"].map((name) => ({ name })),
      primary: "SQL-PROD-02",
    });
    seed.sqlserver.instances.push({ name: "SQL-PROD-02", site: "us-east-1" });
    const { results, failure } = await given({ seed, resources: { primaryReplica: "SQL-PROD-01" } });
    expect([failure, results["sync:target"]?.warnings]).toEqual([
      undefined,
      ["the primary of ProductionAG is SQL-PROD-02, not SQL-PROD-01 as the plan says"],
    ]);
  });

  test.each([
    ["more lag than allowed", { lagSeconds: 6 }],
    ["a lag that nobody knows", { lagSeconds: null }],
  ])("waits with %s, and touches nothing", async (_name, more) => {
    const what = { seed: productionGroup(more), validation: { syncLagThreshold: "5s" }, deadlineSeconds: 120 };
    const { failure, effects } = await given(what);
    expect([failure?.code, effects]).toEqual(["task.timed_out", []]);
    expect((await given({ ...what, validation: { syncLagThreshold: "5s", validationChecks: false } })).failure).toBeUndefined();
  });

  test("of a suspended secondary names the operation that resumes it", async () => {
    const { failure } = await given({ seed: productionGroup({ suspendedOn: ["SQL-DR-01"] }) });
    expect(failure).toMatchObject({ code: "sql.suspended", message: expect.stringContaining("sql_always_on.resume") as string });
  });
});

describe("a forced failover", () => {
  test("tells the loss by the last commit of the target, is final, and says what it leaves", async () => {
    const { results, failure, effects } = await given({ seed: productionGroup({ lagSeconds: 12 }), ...forced });
    expect([failure, effects]).toEqual([undefined, ["ForcedFailover ProductionAG SQL-DR-01"]]);
    const { rpo, reversible, warnings } = results["failover:ProductionAG"]!;
    expect([rpo.method, rpo.confidence, (rpo.seconds ?? 0) >= 12 && (rpo.seconds ?? 0) <= 17, reversible]).toEqual([
      "since_last_commit_at_target",
      "estimate",
      true,
      false,
    ]);
    expect(warnings.join()).toContain("every other secondary is suspended");
  });

  test.each([
    ["nobody allowed a loss", { oldPrimaryFenced: true }, "sql.data_loss_not_allowed"],
    ["nobody fenced the old primary", { allowDataLoss: true }, "sql.not_fenced"],
  ])("is refused where %s", async (_name, config, code) => {
    const { failure, effects } = await given({ seed: productionGroup(), ...forced, config });
    expect([failure?.code, effects]).toEqual([code, []]);
  });
});

describe("the way home after a forced failover", () => {
  const resumed = {
    operation: "resume",
    resources: { replica: "SQL-DR-01", databases: ["ProductionDB"] },
    config: { acceptLogLoss: true },
  } as const;
  const seed = productionGroup({ suspendedOn: ["SQL-DR-01"] });

  test("resumes each database with a warning that nothing can be looked at later, and for good", async () => {
    const { results, failure } = await given({ seed, ...resumed });
    expect([failure, results["ProductionDB"]?.reversible, results["ProductionDB"]?.dataLoss.possible]).toEqual([undefined, false, true]);
    expect(results["ProductionDB"]?.warnings.join()).toContain("no database snapshot");
  });

  test("does not resume what nobody gave up", async () => {
    expect((await given({ seed, ...resumed, config: {} })).failure?.code).toBe("task.invalid_input");
  });
});

describe("a loss", () => {
  const facts = (over: object, sendQueueKb: readonly (number | null)[]) => {
    const databases = sendQueueKb.map((kb, index) => ({
      name: `db${index}`,
      replica: "SQL-DR-01",
      isLocal: true,
      isReady: false,
      lastCommit: null,
      lagSeconds: null,
      sendQueueKb: kb,
      ...over,
    }));
    const group = { name: "ProductionAG", primary: "SQL-PROD-01", replicas: [], databases, snapshots: [] };
    return { target: "SQL-DR-01", group, onPrimary: group, now: "2026-01-01T00:00:00.000Z", secondsSinceIntent: 9 } as unknown as SqlFacts;
  };

  test.each([
    ["of two queues is their sum", [1_024, 2_048], { seconds: null, megabytes: 3 }],
    ["of which one queue is unknown is unknown: what nobody tells is not nothing", [1_024, null], { seconds: null, megabytes: null }],
    ["of a target that shows no database is unknown, and no proof that all was there", [], { seconds: null, megabytes: null }],
  ] as const)("%s", (_name, queues, dataLoss) => {
    const before = facts({}, queues);
    const told = moveEvidence(before, before, { primary: "SQL-DR-01" });
    expect([told.after["dataLoss"], told.dataLoss]).toEqual([dataLoss, { possible: true }]);
  });
});

describe("a drill", () => {
  const odd = ["Sales]2024", "it's: a/b", "Größe", "x".repeat(128), `${"x".repeat(127)}y`];

  test("proves every database, whatever it is called and however many files it has, and leaves none of its snapshots", async () => {
    const databases = odd.map((name) => ({ name, dataFiles: 3 }));
    const { run, world } = begin({
      seed: productionGroup({ databases }),
      executionType: "drill",
      config: { snapshotFolder: "E:\\snapshots" },
    });
    const original = run.operationIdOf(1);
    await run.run();
    const { failure, results } = ended(run);
    expect(failure).toBeUndefined();
    const made = world.estate.state().sqlserver.snapshots as readonly { readonly name: string; readonly of: string }[];
    expect(made.map(({ of }) => of).toSorted()).toEqual(odd.toSorted());
    expect(new Set(made.map(({ name }) => name)).size).toBe(odd.length);
    expect(Object.keys(results["failover:ProductionAG"]?.after["snapshots"] as object).toSorted()).toEqual(odd.toSorted());
    const [first] = world.estate.effects({ action: "CreateSnapshot" });
    expect((first?.request as { sql: string } | undefined)?.sql).toContain("FILENAME = N'E:\\snapshots\\dr_drill_");
    run.request({ type: "TechnologyCleanupRequested", undoes: original });
    await run.run();
    expect(world.estate.state().sqlserver.snapshots).toEqual([]);
  });

  test("of the databases that the plan names is of no other", async () => {
    const { effects } = await given({ seed: productionGroup(), executionType: "drill", resources: { databases: ["userdb"] } });
    expect(effects).toEqual(["CreateSnapshot UserDB_drill UserDB SQL-DR-01"]);
  });

  test("100 drills with faults leave no snapshot behind", async () => {
    const left: string[] = [];
    for (let seed = 0; seed < 100; seed += 1) {
      const faults = ["none", "throttled", "lost", "error_500_after_accept", "reset_after_accept"] as const;
      const mutations = [seed, seed * 7 + 1, seed * 3 + 2].map((draw) => faults[draw % faults.length] ?? "none");
      const hardship = { faults: { mutations, staleReadsForMs: (seed % 4) * 2_000 }, crashAtGate: 5 + (seed % 30) };
      const { run } = begin({ seed: productionGroup(), executionType: "drill", hardship });
      const original = run.operationIdOf(1);
      await run.run();
      run.request({ type: "TechnologyCleanupRequested", undoes: original });
      await run.run();
      const { result } = run.facts().at(-1)!.data as { result?: { leftovers?: readonly string[] } };
      const count = (action: string): number => run.world.effects().filter((effect) => effect.startsWith(action)).length;
      if (count("CreateSnapshot") !== count("DropDatabase") || (result?.leftovers ?? []).length > 0)
        left.push(`${seed}: ${JSON.stringify(result?.leftovers)}`);
    }
    expect(left).toEqual([]);
  }, 60_000);
});
