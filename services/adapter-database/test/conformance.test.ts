/** The database adapter under the kit's conformance suite. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { databaseAdapter } from "../src/adapter.ts";
import { createFakeRds, type FakeEstate } from "./fake-rds.ts";

const estate: FakeEstate = {
  clusters: [
    {
      clusterId: "orders",
      writer: "orders-1",
      instances: [
        { instanceId: "orders-1", promotionTier: 0 },
        { instanceId: "orders-3", promotionTier: 2 },
        { instanceId: "orders-2", promotionTier: 1 },
      ],
    },
  ],
  instances: [{ instanceId: "billing", zones: ["eu-west-1a", "eu-west-1b"] }],
};

adapterConformance({
  adapter: databaseAdapter,
  mutations: ["failoverCluster", "rebootWithFailover"],
  invalidResources: { clusters: ["not a name!"] },
  scenarios: [
    {
      name: "an Aurora cluster and a Multi-AZ instance in one task",
      operation: "failover",
      resources: { clusters: ["orders"], instances: ["billing"] },
      createWorld: (clock) => createFakeRds(estate, clock),
      effects: ["failover orders -> orders-2", "reboot billing"],
      rollbackEffects: ["failover orders -> orders-1", "reboot billing"],
      takesAtLeastSeconds: 20,
    },
    {
      name: "a Multi-AZ instance: the operation toggles",
      operation: "failover",
      resources: { instances: ["arn:aws:rds:eu-west-1:123456789012:db:billing"] },
      createWorld: (clock) => createFakeRds(estate, clock),
      effects: ["reboot billing"],
      rollbackEffects: ["reboot billing"],
      takesAtLeastSeconds: 60,
    },
    {
      name: "a drill that may disrupt",
      operation: "failover",
      resources: { clusters: ["orders"] },
      config: { targetInstance: { orders: "orders-3" }, drill: { allowDisruptive: true } },
      executionType: "drill",
      createWorld: (clock) => createFakeRds(estate, clock),
      effects: ["failover orders -> orders-3"],
      rollbackEffects: ["failover orders -> orders-1"],
      takesAtLeastSeconds: 20,
    },
  ],
});
