/** The manual adapter under the kit's conformance suite. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { manualAdapter } from "../src/adapter.ts";
import { createFakePeople } from "./fake-people.ts";

adapterConformance({
  adapter: manualAdapter,
  mutations: ["open"],
  invalidResources: { about: "the switch" },
  scenarios: [
    {
      name: "a person answers after a minute",
      operation: "task",
      resources: { about: ["core switch"] },
      config: { title: "Move the uplink", undo: { title: "Move the uplink back" } },
      createWorld: (clock) => createFakePeople(clock, 60),
      effects: ["asked: Move the uplink"],
      rollbackEffects: ["asked: Move the uplink back"],
      takesAtLeastSeconds: 60,
    },
  ],
});
