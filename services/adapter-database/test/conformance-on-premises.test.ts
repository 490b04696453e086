/** Databases outside AWS under the kit's conformance suite, by a node's commands and by a function. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { databaseAdapter } from "../src/adapter.ts";
import { createOnPremisesWorld, FUNCTION, NODE } from "./on-premises-world.ts";

const members = [{ name: "pg-1" }, { name: "pg-2" }];

adapterConformance({
  adapter: databaseAdapter,
  mutations: ["tellNode", "tellFunction"],
  invalidResources: { databases: [{ name: "billing", target: "pg-2" }] },
  scenarios: [
    {
      name: "Patroni on a hybrid node switches over",
      operation: "on_premises_failover",
      resources: { databases: [{ name: "billing", node: NODE, target: "pg-2" }] },
      config: { preset: "patroni" },
      createWorld: (clock) => createOnPremisesWorld({ primary: "pg-1", members }, clock),
      effects: ["pg to pg-2"],
      rollbackEffects: ["pg to pg-1"],
      takesAtLeastSeconds: 20,
      asksFirst: 4,
    },
    {
      name: "a function fails a database over",
      operation: "on_premises_failover",
      resources: { databases: [{ name: "billing", function: FUNCTION, target: "pg-2" }] },
      createWorld: (clock) => createOnPremisesWorld({ primary: "pg-1", members }, clock),
      effects: ["pg to pg-2"],
      rollbackEffects: ["pg to pg-1"],
      takesAtLeastSeconds: 20,
    },
  ],
});
