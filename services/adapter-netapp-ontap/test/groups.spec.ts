/** Given a whole virtual machine or a consistency group that is mirrored, when it is failed over, drilled or failed back, then: as one, with all of its volumes. */
import { describe, expect, test } from "vitest";
import { begin, ended, given, type Given } from "./given.ts";
import { twoClusters, twoClustersOf, type OntapWorld } from "./ontap-world.ts";

const SVM = { volumes: ["svm_dr:"] };
const GROUP = { volumes: ["svm_dr:/cg/payroll"] };
const lostSource: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "region-down", region: "us-east-1" });
const stateOf = ({ world }: { readonly world: object }) => (world as OntapWorld).estate.state();

describe("a virtual machine", () => {
  test("serves at the other cluster with all of its volumes, and not at both", async () => {
    const { results, failure, effects } = await given({ seed: twoClustersOf("svm"), resources: SVM });
    expect(failure).toBeUndefined();
    expect(effects).toEqual([
      "UpdateSvm svm_prod:",
      "StartTransfer svm_dr:",
      "PauseSnapMirror svm_dr:",
      "BreakSnapMirror svm_dr:",
      "UpdateSvm svm_dr:",
    ]);
    expect(results["break:svm_dr:"]).toMatchObject({
      after: { activeCluster: "ontap-dr-01", volumesFailedOver: ["orders", "carts"], type: "rw" },
      rpo: { seconds: 0 },
      dataLoss: { possible: false },
    });
    expect(results["fence:svm_dr:"]).toMatchObject({ before: { state: "running" }, after: { svm: "svm_prod", state: "stopped" } });
    expect(results["start:svm_dr:"]).toMatchObject({
      before: { state: "stopped" },
      after: { svm: "svm_dr", state: "running", activeCluster: "ontap-dr-01", paths: ["/orders", "/carts"] },
    });
  });

  test("whose source is lost: nothing is asked of it, and it is said that it may come back", async () => {
    const { results, failure } = await given({
      seed: twoClustersOf("svm", { lagSeconds: 240 }),
      resources: SVM,
      mode: "unplanned",
      prepare: lostSource,
    });
    expect(failure).toBeUndefined();
    const { rpo, dataLoss } = results["break:svm_dr:"]!;
    expect([rpo.method, (rpo.seconds ?? 0) >= 240, dataLoss.possible]).toEqual(["snapmirror_lag", true, true]);
    expect(results["fence:svm_dr:"]?.outcome).toBe("noop");
  });

  test.each([
    ["planned more lag than the plan allows is waited for", "planned", { lagSeconds: 1_000, everySeconds: 3_600 }, "task.timed_out"],
    ["unplanned it is refused", "unplanned", { lagSeconds: 1_000, everySeconds: 3_600 }, "ontap.lag_exceeded"],
  ] as const)("%s, and the source is not stopped for it", async (_name, mode, mirror, code) => {
    const { failure, effects } = await given({
      seed: twoClustersOf("svm", mirror),
      resources: SVM,
      mode,
      validation: { snapmirrorLagThreshold: "15m" },
      deadlineSeconds: 600,
      ...(mode === "unplanned" ? { prepare: lostSource } : {}),
    });
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test("takes no clones itself: a drill says where they could go", async () => {
    const { failure, effects } = await given({ seed: twoClustersOf("svm"), resources: SVM, executionType: "drill" });
    expect([failure?.code, effects]).toEqual(["ontap.no_drill_svm", []]);
    expect(failure?.message).toContain("config.drillSvm");
  });

  test.each(["svm_nowhere", "svm_dr"])("is not drilled into %s", async (drillSvm) => {
    const { failure } = await given({ seed: twoClustersOf("svm"), resources: SVM, executionType: "drill", config: { drillSvm } });
    expect(failure?.code).toBe("ontap.no_drill_svm");
  });

  test("comes back: first stopped where it is written over, then where it was written, started at home, mirrored as always", async () => {
    const { failure, effects, results, run } = await given({
      operation: "failback",
      seed: twoClustersOf("svm", { state: "broken_off" }),
      resources: SVM,
      config: { acceptDataLossOnSource: true },
    });
    expect(failure).toBeUndefined();
    expect(effects.filter((effect) => effect.startsWith("UpdateSvm"))).toEqual(["UpdateSvm svm_dr:", "UpdateSvm svm_prod:"]);
    expect(results["break:svm_dr:"]?.after).toMatchObject({ activeCluster: "ontap-prod-01", volumesFailedBack: ["orders", "carts"] });
    expect(stateOf(run)).toMatchObject({
      ontap: {
        svms: expect.arrayContaining([
          expect.objectContaining({ name: "svm_prod", state: "running" }),
          expect.objectContaining({ name: "svm_dr", state: "stopped" }),
        ]) as unknown,
        relationships: [expect.objectContaining({ state: "snapmirrored", group_type: "svm_dr" })],
      },
    });
  });
});

describe("a consistency group", () => {
  test("is broken off as one, and each of its volumes is mounted where the plan says", async () => {
    const { results, failure, effects } = await given({
      seed: twoClustersOf("group"),
      resources: { ...GROUP, nfsExports: true },
      config: { exports: { "svm_dr:/cg/payroll": { policy: "clients", members: { carts: { path: "/shop/carts" } } } } },
    });
    expect(failure).toBeUndefined();
    expect(effects.filter((effect) => effect.startsWith("Break"))).toEqual(["BreakSnapMirror svm_dr:/cg/payroll"]);
    expect(results["break:svm_dr:/cg/payroll"]?.after).toMatchObject({ volumesFailedOver: ["orders", "carts"] });
    expect(results["mount:svm_dr:/cg/payroll"]?.after).toMatchObject({ paths: { orders: "/orders", carts: "/shop/carts" } });
  });

  test("is not mounted by a volume that it does not have: the plan is told which it has", async () => {
    const { failure, effects } = await given({
      seed: twoClustersOf("group"),
      resources: { ...GROUP, nfsExports: true },
      config: { exports: { "svm_dr:/cg/payroll": { members: { cart: { path: "/shop/carts" } } } } },
    });
    expect(failure).toMatchObject({ code: "ontap.no_volume", details: { volume: "cart", members: ["orders", "carts"] } });
    expect(effects.some((effect) => effect.startsWith("UpdateVolume"))).toBe(false);
  });

  test("with an automated failover policy is refused", async () => {
    const { failure, effects } = await given({ seed: twoClustersOf("group", { policyType: "automated_failover" }), resources: GROUP });
    expect([failure?.code, effects]).toEqual(["ontap.automated_failover", []]);
  });

  test("of which a mount was cut off goes on with the volumes that are left, each once", async () => {
    const { failure, run } = await given({
      seed: twoClustersOf("group"),
      resources: { ...GROUP, nfsExports: true },
      hardship: { faults: { mutations: ["none", "none", "none", "reset_after_accept", "error_500_after_accept"] } },
    });
    expect([failure, run.world.effects().filter((effect) => effect.startsWith("UpdateVolume"))]).toEqual([
      undefined,
      ["UpdateVolume svm_dr:orders", "UpdateVolume svm_dr:carts"],
    ]);
  });
});

describe("a synchronous mirror", () => {
  test("needs no last transfer, is broken off, and follows again in its own word", async () => {
    const seed = twoClusters(["orders"], { policyType: "sync", state: "in_sync" });
    const { run } = begin({ seed, config: { discardDestinationWrites: true } });
    const original = run.operationIdOf(1);
    await run.run();
    expect(ended(run).failure).toBeUndefined();
    run.request({ type: "TechnologyRollbackRequested", undoes: original });
    await run.run();
    expect(ended(run).failure).toBeUndefined();
    expect(run.world.effects()).toEqual(["PauseSnapMirror svm_dr:orders", "BreakSnapMirror svm_dr:orders", "MirrorAgain svm_dr:orders"]);
  });
});

describe("two executions that mean the same data by different names", () => {
  const fanOut = (seed: ReturnType<typeof twoClustersOf>) => {
    const [mirror] = seed.ontap?.relationships ?? [];
    const ends = {
      source: { ...mirror!.source, volume: "orders" },
      destination: { cluster: "ontap-dr-01", svm: "svm_b", volume: "orders" },
    };
    const { consistencyGroup: _group, ...source } = ends.source;
    return { ontap: { ...seed.ontap, relationships: [mirror!, { ...ends, source }] } };
  };

  test.each([
    ["a volume with and without its virtual machine", twoClusters(["orders"]), "orders", "svm_dr:orders"],
    ["a consistency group, and another mirror of one of its volumes", fanOut(twoClustersOf("group")), "svm_dr:/cg/payroll", "svm_b:orders"],
    ["a virtual machine, and another mirror of one of its volumes", fanOut(twoClustersOf("svm")), "svm_dr:", "svm_b:orders"],
  ])("%s: one of them acts, the other touches nothing", async (_name, seed, one, other) => {
    const { run } = begin({ seed, resources: { volumes: [one] } });
    const clusters = { sourceCluster: "ontap-prod-01", destinationCluster: "ontap-dr-01" };
    const second = run.request({ executionId: "exec-2", task: { resources: { ...clusters, volumes: [other] } } });
    await run.run();
    const failed = run.facts().find(({ type, data }) => type === "TechnologyFailed" && data["operationId"] === second);
    expect(failed?.data["failure"]).toMatchObject({ code: "task.resource_taken" });
    expect(run.world.effects().filter((effect) => effect.startsWith("Break"))).toEqual([
      `BreakSnapMirror ${one.includes(":") ? one : `svm_dr:${one}`}`,
    ]);
  });

  test("a drill's clones stand in nobody's way", async () => {
    const { run } = begin({ seed: twoClusters(["orders"]), executionType: "drill" });
    run.request({ executionId: "exec-2", executionType: "drill" });
    await run.run();
    expect(run.world.effects()).toEqual(["CloneVolume svm_dr:orders_drill", "CloneVolume svm_dr:orders_drill"]);
  });
});
