/** The feature-flag adapter under the kit's conformance suite. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { featureFlagAdapter } from "../src/adapter.ts";
import { createFakeParameters } from "./fake-parameters.ts";

adapterConformance({
  adapter: featureFlagAdapter,
  mutations: ["write"],
  invalidResources: { flags: [{ name: "/app/mode" }] },
  scenarios: [
    {
      name: "two flags in one task",
      operation: "set",
      resources: {
        flags: [
          { name: "/app/mode", value: "standby" },
          { name: "/app/read-only", value: "true" },
        ],
      },
      createWorld: (clock) => createFakeParameters({ "/app/mode": "primary", "/app/read-only": "false" }, clock),
      effects: ["/app/mode = standby", "/app/read-only = true"],
      rollbackEffects: ["/app/mode = primary", "/app/read-only = false"],
      takesAtLeastSeconds: 10,
    },
  ],
});
