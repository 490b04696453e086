/** Changes of the primary of global databases under the kit's conformance suite, on the estate. */
import { adapterConformance, type Scenario } from "@dr/adapter-kit/testing";
import { databaseAdapter } from "../src/adapter.ts";
import type { DatabaseClients } from "../src/clients.ts";
import { createEstateWorld } from "./estate-world.ts";
import { arnOf, globalSeed } from "./global-seed.ts";

const WEST = arnOf("us-west-2");
const EAST = arnOf("us-east-1");
const sampled = process.env["DR_SOAK"] !== "1";
const config = { targetRegion: "us-west-2" };

const switchovers: readonly Scenario<DatabaseClients>[] = (
  [
    ["global_switchover", "aurora-postgresql"],
    ["documentdb_switchover", "docdb"],
    ["neptune_switchover", "neptune"],
    ["global_failback", "aurora-postgresql"],
    ["documentdb_failback", "docdb"],
    ["neptune_failback", "neptune"],
  ] as const
).map(([operation, engine]) => ({
  name: operation,
  operation,
  resources: { globalClusters: ["orders"] },
  config,
  createWorld: (clock) => createEstateWorld(globalSeed({ engine }), clock),
  effects: [`SwitchoverGlobalCluster orders ${WEST}`],
  rollbackEffects: [`SwitchoverGlobalCluster orders ${EAST}`],
  takesAtLeastSeconds: 60,
  sampled,
}));

const failovers: readonly Scenario<DatabaseClients>[] = (
  [
    ["global_failover", "aurora-mysql"],
    ["documentdb_failover", "docdb"],
    ["neptune_failover", "neptune"],
  ] as const
).map(([operation, engine]) => ({
  name: `${operation}, the primary's Region is lost`,
  operation,
  resources: { globalClusters: ["orders"] },
  config: { ...config, allowDataLoss: true },
  mode: "unplanned",
  createWorld: (clock) => {
    const world = createEstateWorld(globalSeed({ engine }), clock);
    world.estate.faults.add({ kind: "region-down", region: "us-east-1" });
    return world;
  },
  effects: [`FailoverGlobalCluster orders ${WEST}`],
  takesAtLeastSeconds: 30,
  sampled,
}));

adapterConformance({
  adapter: databaseAdapter,
  mutations: ["switchover", "failoverWithDataLoss", "detach"],
  invalidResources: { globalClusters: ["not a name!"] },
  scenarios: [...switchovers, ...failovers],
});
