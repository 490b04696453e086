/** Databases outside AWS under the kit's conformance suite, by a node's commands and by a function. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { databaseAdapter } from "../src/adapter.ts";
import { createFakeOnPremises } from "./fake-on-premises.ts";

const members = [{ name: "pg-1" }, { name: "pg-2" }];
const NODE = "mi-0123456789abcdef0";

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
      createWorld: (clock) => createFakeOnPremises({ primary: "pg-1", members }, clock),
      effects: ["pg-1 -> pg-2"],
      rollbackEffects: ["pg-2 -> pg-1"],
      takesAtLeastSeconds: 20,
    },
    {
      name: "a function fails a database over",
      operation: "on_premises_failover",
      resources: { databases: [{ name: "billing", function: "db-recovery-billing", target: "pg-2" }] },
      createWorld: (clock) => createFakeOnPremises({ primary: "pg-1", members }, clock),
      effects: ["pg-1 -> pg-2"],
      rollbackEffects: ["pg-2 -> pg-1"],
      takesAtLeastSeconds: 20,
    },
  ],
});
