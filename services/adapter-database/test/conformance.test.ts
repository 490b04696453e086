/** The database adapter under the kit's conformance suite. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { databaseAdapter } from "../src/adapter.ts";
import { createEstateWorld, type Seed } from "./estate-world.ts";

const seed: Seed = {
  rds: {
    clusters: [
      {
        identifier: "orders",
        members: [
          { identifier: "orders-1", promotionTier: 0, writer: true },
          { identifier: "orders-3", promotionTier: 2 },
          { identifier: "orders-2", promotionTier: 1 },
        ],
      },
    ],
    instances: [{ identifier: "billing" }],
  },
};
const sampled = process.env["DR_SOAK"] !== "1";

adapterConformance({
  adapter: databaseAdapter,
  mutations: ["failoverCluster", "rebootWithFailover"],
  invalidResources: { clusters: ["not a name!"] },
  scenarios: [
    {
      name: "an Aurora cluster and a Multi-AZ instance in one task",
      operation: "failover",
      resources: { clusters: ["orders"], instances: ["billing"] },
      createWorld: (clock) => createEstateWorld(seed, clock, 3),
      effects: ["FailoverDBCluster orders -> orders-2", "RebootDBInstance billing"],
      rollbackEffects: ["FailoverDBCluster orders -> orders-1", "RebootDBInstance billing"],
      takesAtLeastSeconds: 15,
      sampled,
    },
    {
      name: "a Multi-AZ instance: the operation toggles",
      operation: "failover",
      resources: { instances: ["arn:aws:rds:us-east-1:123456789012:db:billing"] },
      createWorld: (clock) => createEstateWorld(seed, clock),
      effects: ["RebootDBInstance billing"],
      rollbackEffects: ["RebootDBInstance billing"],
      takesAtLeastSeconds: 60,
      sampled,
    },
    {
      name: "a drill that may disrupt",
      operation: "failover",
      resources: { clusters: ["orders"] },
      config: { targetInstance: { orders: "orders-3" }, drill: { allowDisruptive: true } },
      executionType: "drill",
      createWorld: (clock) => createEstateWorld(seed, clock),
      effects: ["FailoverDBCluster orders -> orders-3"],
      rollbackEffects: ["FailoverDBCluster orders -> orders-1"],
      takesAtLeastSeconds: 20,
      sampled,
    },
  ],
});
