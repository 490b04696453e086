/** The kit under its own suite, with an operation that toggles, and with a transition. */
import { adapterConformance } from "../src/testing/index.ts";
import { createFakeLamps, lampAdapter } from "./lamp.ts";
import { createFakeValves, valveAdapter } from "./valve.ts";

adapterConformance({
  adapter: lampAdapter,
  mutations: ["toggle", "stop"],
  invalidResources: { lamps: [] },
  scenarios: [
    {
      name: "three lamps in one task",
      operation: "switch_on",
      resources: { lamps: ["a", "b", "c"] },
      createWorld: (clock) => createFakeLamps({ a: "off", b: "off", c: "off" }, clock),
      effects: ["toggle a", "toggle b", "toggle c"],
      rollbackEffects: ["toggle a", "toggle b", "toggle c"],
      takesAtLeastSeconds: 30,
    },
    {
      name: "lamps that are switched one after the other",
      operation: "string",
      resources: { lamps: ["a", "b"] },
      createWorld: (clock) => createFakeLamps({ a: "off", b: "off" }, clock),
      effects: ["toggle a", "toggle b"],
      rollbackEffects: ["toggle a", "toggle b"],
      takesAtLeastSeconds: 30,
      staged: true,
    },
    {
      name: "a lamp that lets itself be stopped",
      operation: "dim",
      resources: { lamps: ["a"] },
      createWorld: (clock) => createFakeLamps({ a: "off" }, clock),
      effects: ["toggle a"],
      takesAtLeastSeconds: 30,
    },
  ],
});

adapterConformance({
  adapter: valveAdapter,
  mutations: ["set"],
  invalidResources: { valves: [] },
  scenarios: [
    {
      name: "two valves, set by a transition",
      operation: "set_position",
      resources: { valves: ["a", "b"] },
      config: { position: 50 },
      createWorld: (clock) => createFakeValves({ a: { position: 0 }, b: { position: 10 } }, clock),
      effects: ["set a 50", "set b 50"],
      rollbackEffects: ["set a 0", "set b 10"],
      takesAtLeastSeconds: 30,
    },
  ],
});
