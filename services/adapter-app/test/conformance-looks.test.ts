/** Operations of the application adapter that only look, under the kit's conformance suite. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { appAdapter } from "../src/adapter.ts";
import { createEstateWorld } from "./estate-world.ts";

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
  ],
});
