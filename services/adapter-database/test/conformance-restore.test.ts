/** Restores and clone drills under the kit's conformance suite, on the estate. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { databaseAdapter } from "../src/adapter.ts";
import { createEstateWorld } from "./estate-world.ts";

const sampled = process.env["DR_SOAK"] !== "1";
const place = { region: "us-west-2", subnetGroup: "isolated", securityGroupIds: ["sg-0123abcd"] };
const undeclared = "a copy is something new: its name holds the task's own mark, and nothing else can have it";

adapterConformance({
  adapter: databaseAdapter,
  mutations: ["restoreToTime", "restoreSnapshot", "createMember", "remove"],
  invalidResources: { clusters: ["not a name!"] },
  scenarios: [
    {
      name: "a drill clones a cluster, puts an instance into it, and removes both",
      operation: "restore_point_in_time",
      resources: { clusters: ["orders"] },
      config: { ...place, names: { orders: "orders-clone" } },
      executionType: "drill",
      createWorld: (clock) => createEstateWorld({ rds: { clusters: [{ identifier: "orders", region: "us-west-2" }] } }, clock),
      effects: ["RestoreDBClusterToPointInTime orders-clone orders", "CreateDBInstance orders-clone-1 orders-clone"],
      cleanupEffects: ["DeleteDBInstance orders-clone-1", "DeleteDBCluster orders-clone"],
      rollbackEffects: ["DeleteDBInstance orders-clone-1", "DeleteDBCluster orders-clone"],
      takesAtLeastSeconds: 300,
      staged: true,
      undeclared,
      sampled,
    },
    {
      name: "an instance is restored from a snapshot in the other Region, its own Region being lost",
      operation: "restore_snapshot",
      resources: { instanceSnapshots: ["billing-nightly"] },
      config: { ...place, names: { "billing-nightly": "billing-restored" } },
      mode: "unplanned",
      createWorld: (clock) => {
        const snapshots = [
          { identifier: "billing-nightly", region: "us-west-2", of: "instance" as const, source: "billing", engine: "postgres" },
        ];
        const world = createEstateWorld({ rds: { snapshots } }, clock);
        world.estate.faults.add({ kind: "region-down", region: "us-east-1" });
        return world;
      },
      effects: ["RestoreDBInstanceFromDBSnapshot billing-restored billing-nightly"],
      rollbackEffects: ["DeleteDBInstance billing-restored"],
      takesAtLeastSeconds: 600,
      undeclared,
      sampled,
    },
    {
      name: "a drill restores a cluster's snapshot, and removes what it made",
      operation: "restore_snapshot",
      resources: { clusterSnapshots: ["orders-nightly"] },
      config: { ...place, instanceClass: "db.r6g.large", names: { "orders-nightly": "orders-rehearsed" } },
      executionType: "drill",
      createWorld: (clock) =>
        createEstateWorld(
          { rds: { snapshots: [{ identifier: "orders-nightly", region: "us-west-2", of: "cluster" as const, source: "orders" }] } },
          clock,
        ),
      effects: ["RestoreDBClusterFromSnapshot orders-rehearsed orders-nightly", "CreateDBInstance orders-rehearsed-1 orders-rehearsed"],
      cleanupEffects: ["DeleteDBInstance orders-rehearsed-1", "DeleteDBCluster orders-rehearsed"],
      rollbackEffects: ["DeleteDBInstance orders-rehearsed-1", "DeleteDBCluster orders-rehearsed"],
      takesAtLeastSeconds: 700,
      staged: true,
      undeclared,
      sampled,
    },
  ],
});
