/** Operations of the application adapter that only look, under the kit's conformance suite. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { appAdapter } from "../src/adapter.ts";
import { createEstateWorld } from "./estate-world.ts";

const EARLY = "i-0000000000000001a";
const LATE = "i-0000000000000002b";
const nodes = { ssm: { nodes: [{ id: EARLY }, { id: LATE, registersInSeconds: 240 }] } };

adapterConformance({
  adapter: appAdapter,
  mutations: ["send"],
  invalidResources: { endpoints: ["ftp://example.com"] },
  scenarios: [
    {
      name: "health_check: an endpoint, three looks in a row",
      operation: "health_check",
      resources: { endpoints: ["https://app.example.com/health"] },
      createWorld: (clock) => createEstateWorld({}, clock),
      effects: [],
      rollbackEffects: [],
      takesAtLeastSeconds: 10,
    },
    {
      name: "wait_online: two nodes, one of which registers later",
      operation: "wait_online",
      resources: { instances: [EARLY, LATE] },
      createWorld: (clock) => createEstateWorld(nodes, clock),
      effects: [],
      rollbackEffects: [],
      takesAtLeastSeconds: 240,
      comesByItself: true,
    },
  ],
});
