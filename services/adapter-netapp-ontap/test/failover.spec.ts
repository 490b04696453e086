/** Given mirrored volumes, when they are failed over, drilled or failed back, then: done, refused, waited for, or only looked at. */
import { describe, expect, test } from "vitest";
import { begin, ended, given, type Given } from "./given.ts";
import { twoClusters, twoClustersOf } from "./ontap-world.ts";

const lostSource: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "region-down", region: "us-east-1" });

describe("a planned failover", () => {
  test("says which cluster is active, which volumes it moved, how long it took and that nothing was lost", async () => {
    const { results, failure } = await given({ seed: twoClusters(["orders"]), resources: { nfsExports: true } });
    expect(failure).toBeUndefined();
    expect(results["break:orders"]).toMatchObject({
      outcome: "completed",
      before: { state: "paused", activeCluster: "ontap-prod-01" },
      after: { activeCluster: "ontap-dr-01", volumesFailedOver: ["orders"], type: "rw", failoverTime: expect.any(Number) as number },
      rpo: { seconds: 0, method: "last_transfer_then_quiesced", confidence: "estimate" },
      dataLoss: { possible: false },
    });
    expect(results["mount:orders"]).toMatchObject({ before: { path: null }, after: { path: "/orders" } });
  });

  test("breaks no volume before all could be quiesced", async () => {
    const { effects } = await given({ seed: twoClusters(["orders", "carts"]), resources: { volumes: ["orders", "carts"] } });
    expect(
      effects
        .map((effect) => effect.split(" ")[0])
        .toSorted((a, b) => effects.findIndex((e) => e.startsWith(a ?? "")) - effects.findIndex((e) => e.startsWith(b ?? ""))),
    ).toEqual(["StartTransfer", "StartTransfer", "PauseSnapMirror", "PauseSnapMirror", "BreakSnapMirror", "BreakSnapMirror"]);
  });

  test("of something that is broken off already is nothing to do", async () => {
    const { effects, results } = await given({ seed: twoClusters(["orders"], { state: "broken_off" }) });
    expect([effects, Object.values(results).map(({ outcome }) => outcome)]).toEqual([[], ["noop", "noop", "noop"]]);
  });

  test.each([
    ["no mirror of that name", { resources: { volumes: ["nothing"] } }, "ontap.no_relationship"],
    ["another source than the plan says", { resources: { sourceCluster: "ontap-test" } }, "ontap.other_source"],
    [
      "a policy with automated failover",
      { seed: twoClusters(["orders"], { policyType: "automated_failover" }) },
      "ontap.automated_failover",
    ],
    ["a volume that is mirrored with its virtual machine", { seed: twoClustersOf("svm") }, "ontap.grouped"],
    ["a volume of a consistency group", { seed: twoClustersOf("group"), resources: { volumes: ["svm_dr:orders"] } }, "ontap.grouped"],
    ["a volume of another cluster", { resources: { volumes: ["ontap-prod-01://svm_dr/orders"] } }, "ontap.other_cluster"],
    ["a mirror that was never transferred", { seed: twoClusters(["orders"], { state: "uninitialized" }) }, "ontap.not_initialised"],
    ["a mirror that is not updated any more", { seed: twoClusters(["orders"], { everySeconds: null }) }, "ontap.unhealthy"],
    ["one volume under two names", { resources: { volumes: ["orders", "svm_dr:orders"] } }, "task.invalid_input"],
    ["every volume there is", { resources: { volumes: ["*"] } }, "task.invalid_input"],
    ["one volume or another", { resources: { volumes: ["svm_dr:orders|carts"] } }, "task.invalid_input"],
    ["a limit that is no length of time", { validation: { snapmirrorLagThreshold: "soon" } }, "task.invalid_input"],
  ] satisfies [string, Partial<Given>, string][])("is refused for %s, before anything is touched", async (_name, more, code) => {
    const { failure, effects } = await given(more);
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test("is refused for a volume that may be several, and names them", async () => {
    const seed = twoClusters(["orders"]);
    const [mirror] = seed.ontap.relationships;
    const second = { ...mirror!, source: { ...mirror!.source, svm: "svm_b" }, destination: { ...mirror!.destination, svm: "svm_dr2" } };
    const { failure } = await given({ seed: { ontap: { ...seed.ontap, relationships: [mirror!, second] } } });
    expect(failure).toMatchObject({ code: "ontap.ambiguous_volume", details: { paths: ["svm_dr:orders", "svm_dr2:orders"] } });
  });

  test.each([
    [true, "ontap.node_down"],
    [false, undefined],
  ])("with a node down and clusterHealthCheck %s ends with %s", async (clusterHealthCheck, code) => {
    const seed = twoClusters(["orders"]);
    const clusters = seed.ontap.clusters.map((one) => ({ ...one, nodes: [{ name: `${one.name}-01`, state: "down" }] }));
    const { failure } = await given({ seed: { ontap: { ...seed.ontap, clusters } }, validation: { clusterHealthCheck } });
    expect(failure?.code).toBe(code);
  });

  test("waits while ONTAP says to wait, and does it once", async () => {
    const prepare: Given["prepare"] = ({ estate }) =>
      ["13303830", "13304159", "6619715"].forEach((code) =>
        estate.faults.add({ kind: "error-before", action: "PauseSnapMirror", code, times: 1 }),
      );
    const { effects, failure } = await given({ seed: twoClusters(["orders"]), prepare });
    expect([failure, effects.filter((effect) => effect.startsWith("Pause"))]).toEqual([undefined, ["PauseSnapMirror svm_dr:orders"]]);
  });

  test("proves a change by the mirror and the volume: a job that vanished after 300 s plays no part", async () => {
    const { failure, run } = await given({
      seed: twoClusters(["orders"]),
      hardship: { faults: { mutations: ["reset_after_accept", "reset_after_accept"] } },
    });
    expect([failure, run.world.effects()]).toEqual([
      undefined,
      ["StartTransfer svm_dr:orders", "PauseSnapMirror svm_dr:orders", "BreakSnapMirror svm_dr:orders"],
    ]);
  });

  test("whose break is accepted and then fails says so in the words of the job, and a new attempt breaks it", async () => {
    const seed = twoClusters(["orders"]);
    const prepare: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "launch-failed", action: "BreakSnapMirror", times: 1 });
    const { failure, run } = await given({ seed, prepare });
    expect(failure).toMatchObject({ code: "ontap.job_failed", details: { ontapCode: "13303808" } });
    expect(failure?.message).toContain('Failed to become "broken_off". (ONTAP 13303808)');
    run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    const second = ended(run);
    expect([second.failure, second.results["break:orders"]?.outcome]).toEqual([undefined, "completed"]);
  });

  test("of a mirror that somebody paused makes no transfer: what was written since the newest snapshot is told as lost", async () => {
    const { results, effects } = await given({ seed: twoClusters(["orders"], { state: "paused", lagSeconds: 400 }) });
    expect(effects).toEqual(["BreakSnapMirror svm_dr:orders"]);
    const { rpo, dataLoss } = results["break:orders"]!;
    expect([rpo.method, (rpo.seconds ?? 0) >= 400, dataLoss.possible]).toEqual(["snapmirror_lag", true, true]);
  });

  test("whose break never ends leaves it unknown, and says where to look", async () => {
    const prepare: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "never-completes", action: "BreakSnapMirror" });
    const { run } = await given({ seed: twoClusters(["orders"]), prepare, deadlineSeconds: 600 });
    const { result } = run.facts().at(-1)!.data as { result: { unaccounted: { resource: string; check: string }[] } };
    expect(result.unaccounted).toEqual([
      expect.objectContaining({ resource: "break:orders", check: "snapmirror show -destination-path *:orders on the destination cluster" }),
    ]);
  });

  test("is not taken back over what may have been written since, unless the plan says so", async () => {
    const { run } = begin({ seed: twoClusters(["orders"]) });
    const original = run.operationIdOf(1);
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", undoes: original });
    await run.run();
    expect([ended(run).failure?.code, run.world.effects().some((effect) => effect.startsWith("MirrorAgain"))]).toEqual([
      "ontap.rollback_discards_writes",
      false,
    ]);
  });
});

describe("an unplanned failover", () => {
  test("asks nothing of the lost source, warns of what it makes unhealthy, and tells the lag as the loss", async () => {
    const { results, failure } = await given({
      seed: twoClusters(["orders"], { lagSeconds: 100 }),
      mode: "unplanned",
      prepare: lostSource,
    });
    expect(failure).toBeUndefined();
    const { rpo, dataLoss, warnings } = results["break:orders"]!;
    expect(rpo).toMatchObject({ method: "snapmirror_lag", confidence: "estimate" });
    expect([(rpo.seconds ?? 0) >= 100 && (rpo.seconds ?? 0) <= 130, dataLoss.possible]).toEqual([true, true]);
    expect(results["quiesce:orders"]?.warnings.join()).toContain("the source cluster cannot be reached");
    expect(warnings.join()).toContain("nothing is protected");
  });

  test("of a mirror that is healthy still tells the lag as the loss: nothing was transferred", async () => {
    const { results, effects } = await given({ seed: twoClusters(["orders"], { lagSeconds: 100 }), mode: "unplanned" });
    expect(effects).toEqual(["PauseSnapMirror svm_dr:orders", "BreakSnapMirror svm_dr:orders"]);
    const { rpo, dataLoss } = results["break:orders"]!;
    expect([rpo.method, (rpo.seconds ?? 0) >= 100, dataLoss.possible]).toEqual(["snapmirror_lag", true, true]);
  });

  test("that lost more than the plan allows is refused", async () => {
    const seed = twoClusters(["orders"], { lagSeconds: 1_000, everySeconds: 3_600 });
    const { failure, effects } = await given({
      seed,
      mode: "unplanned",
      prepare: lostSource,
      validation: { snapmirrorLagThreshold: "15m" },
    });
    expect([failure?.code, effects]).toEqual(["ontap.lag_exceeded", []]);
  });
});

/** What is mirrored, and under which drills it is cloned. */
const DRILLED = [
  ["volumes", twoClusters(["orders", "carts"]), { resources: { volumes: ["orders", "carts"] } }],
  ["a consistency group", twoClustersOf("group"), { resources: { volumes: ["svm_dr:/cg/payroll"] } }],
  ["a virtual machine", twoClustersOf("svm"), { resources: { volumes: ["svm_dr:"] }, config: { drillSvm: "svm_drill" } }],
] satisfies [string, Given["seed"], Given][];

describe("a drill", () => {
  test("clones the last snapshot, leaves the mirror alone and says what it would have done", async () => {
    const { results, effects } = await given({ seed: twoClusters(["orders"]), executionType: "drill", resources: { nfsExports: true } });
    expect(effects).toEqual(["CloneVolume svm_dr:orders_drill"]);
    expect(Object.fromEntries(Object.entries(results).map(([name, { outcome }]) => [name, outcome]))).toEqual({
      "transfer:orders": "skipped_in_drill",
      "quiesce:orders": "skipped_in_drill",
      "break:orders": "completed",
      "mount:orders": "skipped_in_drill",
    });
    expect(results["break:orders"]?.after).toMatchObject({
      activeCluster: "ontap-prod-01",
      path: expect.stringMatching(/^\/drill\/orders_drill_/) as string,
    });
  });

  test.each(DRILLED)("100 drills with faults of %s leave nothing behind", { timeout: 120_000 }, async (_name, seeded, what) => {
    const left: string[] = [];
    for (let seed = 0; seed < 100; seed += 1) {
      const faults = ["none", "throttled", "lost", "error_500_after_accept", "reset_after_accept"] as const;
      const mutations = [seed, seed * 7 + 1, seed * 3 + 2].map((draw) => faults[draw % faults.length] ?? "none");
      const hardship = { faults: { mutations, staleReadsForMs: (seed % 4) * 2_000 }, crashAtGate: 5 + (seed % 40) };
      const { run } = begin({ ...what, seed: seeded, executionType: "drill", hardship });
      const original = run.operationIdOf(1);
      await run.run();
      run.request({ type: "TechnologyCleanupRequested", undoes: original });
      await run.run();
      const { result } = run.facts().at(-1)!.data as { result?: { leftovers?: readonly string[] } };
      const made = run.world.effects().filter((effect) => effect.startsWith("CloneVolume")).length;
      const removed = run.world.effects().filter((effect) => effect.startsWith("DeleteVolume")).length;
      if (made === 0 || made !== removed || (result?.leftovers ?? []).length > 0)
        left.push(`${seed}: made ${made}, removed ${removed}, told ${JSON.stringify(result?.leftovers)}`);
    }
    expect(left).toEqual([]);
  });
});

describe("a failback", () => {
  const broken = twoClusters(["orders"], { state: "broken_off" });
  const config = { acceptDataLossOnSource: true };

  test("brings it back, protects it again by the relationship that was always there, and leaves no other", async () => {
    const { results, failure, run } = await given({ operation: "failback", seed: broken, config });
    expect(failure).toBeUndefined();
    expect(results["break:orders"]?.after).toMatchObject({ activeCluster: "ontap-prod-01", volumesFailedBack: ["orders"] });
    expect(run.world.effects().filter((effect) => effect.startsWith("CreateSnapMirror"))).toHaveLength(1);
    expect(results["resync:orders"]).toMatchObject({ reversible: false, dataLoss: { possible: true } });
  });

  test("whose loss nobody accepted is refused", async () => {
    expect((await given({ operation: "failback", seed: broken })).failure?.code).toBe("task.invalid_input");
  });

  test("while a side is lost is refused", async () => {
    const { failure, effects } = await given({ operation: "failback", seed: broken, config, mode: "unplanned" });
    expect([failure?.code, effects]).toEqual(["ontap.failback_needs_both", []]);
  });

  test("is not resynchronised over a source that was cut loose already", async () => {
    const [mirror] = broken.ontap.relationships;
    const back = { ...mirror!, source: mirror!.destination, destination: mirror!.source };
    const { failure, effects } = await given({
      operation: "failback",
      seed: { ontap: { ...broken.ontap, relationships: [mirror!, back] } },
      config,
    });
    expect([failure?.code, effects]).toEqual(["ontap.reverse_broken", []]);
  });
});
