/** Promotions and failbacks under the kit's conformance suite, on the estate. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { databaseAdapter } from "../src/adapter.ts";
import { arnOf, globalSeed } from "./global-seed.ts";
import { createEstateWorld } from "./estate-world.ts";

const sampled = process.env["DR_SOAK"] !== "1";
const copy = "arn:aws:rds:us-west-2:123456789012:db:copy";
const orders = "arn:aws:rds:us-west-2:123456789012:cluster:orders";

const replicaSeed = {
  rds: {
    instances: [{ identifier: "copy", region: "us-west-2", multiAz: false, replicaOf: "arn:aws:rds:us-east-1:123456789012:db:billing" }],
  },
};

const replicaClusterSeed = {
  rds: {
    clusters: [
      {
        identifier: "orders",
        region: "us-west-2",
        engine: "aurora-mysql",
        replicaOf: "arn:aws:rds:us-east-1:123456789012:cluster:orders",
      },
    ],
  },
};

adapterConformance({
  adapter: databaseAdapter,
  mutations: ["promote", "promoteCluster", "detach", "failoverCluster"],
  invalidResources: { instances: ["not a name!"] },
  scenarios: [
    {
      name: "promote_read_replica, the source's Region is lost",
      operation: "promote_read_replica",
      resources: { instances: [copy] },
      mode: "unplanned",
      createWorld: (clock) => {
        const world = createEstateWorld(replicaSeed, clock);
        world.estate.faults.add({ kind: "region-down", region: "us-east-1" });
        return world;
      },
      effects: ["PromoteReadReplica copy"],
      takesAtLeastSeconds: 300,
      sampled,
    },
    {
      name: "promote_read_replica of a cluster, the source's Region is lost",
      operation: "promote_read_replica",
      resources: { clusters: [orders] },
      mode: "unplanned",
      createWorld: (clock) => {
        const world = createEstateWorld(replicaClusterSeed, clock);
        world.estate.faults.add({ kind: "region-down", region: "us-east-1" });
        return world;
      },
      effects: ["PromoteReadReplicaDBCluster orders"],
      takesAtLeastSeconds: 300,
      sampled,
    },
    {
      name: "detach_from_global, the primary's Region is lost",
      operation: "detach_from_global",
      resources: { globalClusters: ["orders"] },
      config: { targetRegion: "us-west-2", acceptSplitBrain: true },
      mode: "unplanned",
      createWorld: (clock) => {
        const world = createEstateWorld(globalSeed(), clock);
        world.estate.faults.add({ kind: "region-down", region: "us-east-1" });
        return world;
      },
      effects: [`RemoveFromGlobalCluster orders ${arnOf("us-west-2")}`],
      takesAtLeastSeconds: 60,
      sampled,
    },
    {
      name: "failback to a named writer",
      operation: "failback",
      resources: { clusters: ["orders"] },
      config: { targetInstance: "orders-instance-3", region: "us-east-1" },
      createWorld: (clock) => createEstateWorld({ rds: { clusters: [{ identifier: "orders" }] } }, clock),
      effects: ["FailoverDBCluster orders -> orders-instance-3"],
      rollbackEffects: ["FailoverDBCluster orders -> orders-instance-1"],
      takesAtLeastSeconds: 20,
      sampled,
    },
  ],
});
