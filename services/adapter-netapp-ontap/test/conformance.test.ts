/** Failover, drill and failback under the kit's conformance suite, on simulated clusters. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { ontapAdapter } from "../src/adapter.ts";
import { createOntapWorld, twoClusters, twoClustersOf } from "./ontap-world.ts";

const sampled = process.env["DR_SOAK"] !== "1";
const clusters = { sourceCluster: "ontap-prod-01", destinationCluster: "ontap-dr-01" };
const SVM = "svm_dr:";
const GROUP = "svm_dr:/cg/payroll";
const lost = (world: ReturnType<typeof createOntapWorld>) => {
  world.estate.faults.add({ kind: "region-down", region: "us-east-1" });
  return world;
};
const DR = "svm_dr:orders";
const PROD = "svm_prod:orders";

adapterConformance({
  adapter: ontapAdapter,
  mutations: [
    "pause",
    "breakOff",
    "mirror",
    "startTransfer",
    "createMirror",
    "releaseMirror",
    "mount",
    "clone",
    "deleteVolume",
    "setDynamicDns",
    "setSvmState",
  ],
  invalidResources: { volumes: [] },
  scenarios: [
    {
      name: "failover, planned: last transfer, quiesce, break, mount, DNS",
      operation: "failover",
      resources: { ...clusters, volumes: ["svm_dr:orders"], nfsExports: true, updateDNS: true },
      config: { snapmirrorLagThreshold: "15m", discardDestinationWrites: true },
      createWorld: (clock) => createOntapWorld(twoClusters(["orders"]), clock),
      effects: [`StartTransfer ${DR}`, `PauseSnapMirror ${DR}`, `BreakSnapMirror ${DR}`, `UpdateVolume ${DR}`, "UpdateDns svm_dr"],
      rollbackEffects: ["UpdateDns svm_dr", `UpdateVolume ${DR}`, `MirrorAgain ${DR}`],
      takesAtLeastSeconds: 20,
      staged: true,
      sampled,
    },
    {
      name: "failover, unplanned: the source is lost",
      operation: "failover",
      resources: { ...clusters, volumes: ["svm_dr:orders"] },
      mode: "unplanned",
      createWorld: (clock) => {
        const world = createOntapWorld(twoClusters(["orders"]), clock);
        world.estate.faults.add({ kind: "region-down", region: "us-east-1" });
        return world;
      },
      effects: [`PauseSnapMirror ${DR}`, `BreakSnapMirror ${DR}`],
      takesAtLeastSeconds: 8,
      staged: true,
      sampled,
    },
    {
      name: "a drill clones, and cleans up",
      operation: "failover",
      resources: { ...clusters, volumes: ["orders"], nfsExports: true },
      executionType: "drill",
      createWorld: (clock) => createOntapWorld(twoClusters(["orders"]), clock),
      effects: ["CloneVolume svm_dr:orders_drill"],
      cleanupEffects: ["DeleteVolume svm_dr:orders_drill"],
      takesAtLeastSeconds: 3,
      staged: true,
      sampled,
    },
    {
      name: "failback: resync, quiesce, break, protect, release",
      operation: "failback",
      resources: { ...clusters, volumes: ["orders"], nfsExports: true },
      config: { acceptDataLossOnSource: true },
      createWorld: (clock) => createOntapWorld(twoClusters(["orders"], { state: "broken_off" }), clock),
      effects: [
        `CreateSnapMirror ${PROD}`,
        `MirrorAgain ${PROD}`,
        `StartTransfer ${PROD}`,
        `PauseSnapMirror ${PROD}`,
        `BreakSnapMirror ${PROD}`,
        `MirrorAgain ${DR}`,
        `DeleteSnapMirror ${PROD}`,
      ],
      takesAtLeastSeconds: 60,
      staged: true,
      sampled,
    },
    {
      name: "a virtual machine, planned: the source's is stopped first, the destination's started last",
      operation: "failover",
      resources: { ...clusters, volumes: [SVM], nfsExports: true },
      config: { discardDestinationWrites: true },
      createWorld: (clock) => createOntapWorld(twoClustersOf("svm"), clock),
      effects: ["UpdateSvm svm_prod:", `StartTransfer ${SVM}`, `PauseSnapMirror ${SVM}`, `BreakSnapMirror ${SVM}`, `UpdateSvm ${SVM}`],
      rollbackEffects: [`UpdateSvm ${SVM}`, `MirrorAgain ${SVM}`, "UpdateSvm svm_prod:"],
      takesAtLeastSeconds: 25,
      staged: true,
      sampled,
    },
    {
      name: "a virtual machine, unplanned: the source is lost",
      operation: "failover",
      resources: { ...clusters, volumes: [SVM] },
      mode: "unplanned",
      createWorld: (clock) => lost(createOntapWorld(twoClustersOf("svm"), clock)),
      effects: [`PauseSnapMirror ${SVM}`, `BreakSnapMirror ${SVM}`, `UpdateSvm ${SVM}`],
      takesAtLeastSeconds: 12,
      staged: true,
      sampled,
    },
    {
      name: "a drill of a virtual machine clones all of its volumes into another, and cleans up",
      operation: "failover",
      resources: { ...clusters, volumes: [SVM] },
      config: { drillSvm: "svm_drill" },
      executionType: "drill",
      createWorld: (clock) => createOntapWorld(twoClustersOf("svm"), clock),
      effects: ["CloneVolume svm_drill:orders_drill", "CloneVolume svm_drill:carts_drill"],
      cleanupEffects: ["DeleteVolume svm_drill:orders_drill", "DeleteVolume svm_drill:carts_drill"],
      takesAtLeastSeconds: 3,
      staged: true,
      sampled,
    },
    {
      name: "failback of a virtual machine",
      operation: "failback",
      resources: { ...clusters, volumes: [SVM] },
      config: { acceptDataLossOnSource: true },
      createWorld: (clock) => createOntapWorld(twoClustersOf("svm", { state: "broken_off" }), clock),
      effects: [
        "CreateSnapMirror svm_prod:",
        "MirrorAgain svm_prod:",
        "UpdateSvm svm_dr:",
        "StartTransfer svm_prod:",
        "PauseSnapMirror svm_prod:",
        "BreakSnapMirror svm_prod:",
        "UpdateSvm svm_prod:",
        "MirrorAgain svm_dr:",
        "DeleteSnapMirror svm_prod:",
      ],
      takesAtLeastSeconds: 60,
      staged: true,
      sampled,
    },
    {
      name: "a consistency group, planned: one break, every volume mounted",
      operation: "failover",
      resources: { ...clusters, volumes: [GROUP], nfsExports: true },
      config: { discardDestinationWrites: true },
      createWorld: (clock) => createOntapWorld(twoClustersOf("group"), clock),
      effects: [
        `StartTransfer ${GROUP}`,
        `PauseSnapMirror ${GROUP}`,
        `BreakSnapMirror ${GROUP}`,
        "UpdateVolume svm_dr:orders",
        "UpdateVolume svm_dr:carts",
      ],
      rollbackEffects: ["UpdateVolume svm_dr:orders", "UpdateVolume svm_dr:carts", `MirrorAgain ${GROUP}`],
      takesAtLeastSeconds: 20,
      staged: true,
      sampled,
    },
    {
      name: "a drill of a consistency group clones each of its volumes, and cleans up",
      operation: "failover",
      resources: { ...clusters, volumes: [GROUP] },
      executionType: "drill",
      createWorld: (clock) => createOntapWorld(twoClustersOf("group"), clock),
      effects: ["CloneVolume svm_dr:orders_drill", "CloneVolume svm_dr:carts_drill"],
      cleanupEffects: ["DeleteVolume svm_dr:orders_drill", "DeleteVolume svm_dr:carts_drill"],
      takesAtLeastSeconds: 3,
      staged: true,
      sampled,
    },
    {
      name: "failback of a consistency group",
      operation: "failback",
      resources: { ...clusters, volumes: [GROUP] },
      config: { acceptDataLossOnSource: true },
      createWorld: (clock) => createOntapWorld(twoClustersOf("group", { state: "broken_off" }), clock),
      effects: [
        "CreateSnapMirror svm_prod:/cg/payroll",
        "MirrorAgain svm_prod:/cg/payroll",
        "StartTransfer svm_prod:/cg/payroll",
        "PauseSnapMirror svm_prod:/cg/payroll",
        "BreakSnapMirror svm_prod:/cg/payroll",
        `MirrorAgain ${GROUP}`,
        "DeleteSnapMirror svm_prod:/cg/payroll",
      ],
      takesAtLeastSeconds: 60,
      staged: true,
      sampled,
    },
  ],
});
