/** Moves of the primary of ElastiCache global replication groups under the kit's conformance suite, on the estate. */
import { env } from "node:process";
import { adapterConformance } from "@dr/adapter-kit/testing";
import { databaseAdapter } from "../src/adapter.ts";
import { createEstateWorld } from "./estate-world.ts";

adapterConformance({
  adapter: databaseAdapter,
  mutations: ["failoverCache"],
  invalidResources: { globalReplicationGroups: ["not a name!"] },
  scenarios: ["elasticache_failover", "elasticache_failback"].map((operation) => ({
    name: operation,
    operation,
    resources: { globalReplicationGroups: ["ldgnf-sessions"] },
    config: { targetRegion: "us-west-2" },
    createWorld: (clock: Parameters<typeof createEstateWorld>[1]) =>
      createEstateWorld({ elasticache: { globalReplicationGroups: [{ id: "ldgnf-sessions" }] } }, clock),
    effects: ["FailoverGlobalReplicationGroup ldgnf-sessions"],
    rollbackEffects: ["FailoverGlobalReplicationGroup ldgnf-sessions"],
    takesAtLeastSeconds: 60,
    sampled: env["DR_SOAK"] !== "1",
  })),
});
