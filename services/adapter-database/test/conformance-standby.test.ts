/** Oracle switchovers under the kit's conformance suite, on the estate. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { databaseAdapter } from "../src/adapter.ts";
import { createEstateWorld } from "./estate-world.ts";
import { STANDBY, standbySeed } from "./standby-seed.ts";

adapterConformance({
  adapter: databaseAdapter,
  mutations: ["switchOver"],
  invalidResources: { instances: ["not a name!"] },
  scenarios: [
    {
      name: "oracle_switchover to another Region, and back",
      operation: "oracle_switchover",
      resources: { instances: [STANDBY] },
      createWorld: (clock) => createEstateWorld(standbySeed(), clock),
      effects: ["SwitchoverReadReplica ledger-west"],
      rollbackEffects: ["SwitchoverReadReplica ledger"],
      takesAtLeastSeconds: 120,
      sampled: process.env["DR_SOAK"] !== "1",
    },
  ],
});
