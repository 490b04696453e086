/** Failover, drill and failback under the kit's conformance suite, on simulated clusters. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { ontapAdapter } from "../src/adapter.ts";
import { createOntapWorld, twoClusters } from "./ontap-world.ts";

const sampled = process.env["DR_SOAK"] !== "1";
const clusters = { sourceCluster: "ontap-prod-01", destinationCluster: "ontap-dr-01" };
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
  ],
});
