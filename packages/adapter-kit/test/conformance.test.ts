/** The kit under its own suite, with an operation that toggles. */
import { adapterConformance } from "../src/testing/index.ts";
import { createFakeLamps, lampAdapter } from "./lamp.ts";

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
      name: "a lamp that lets itself be stopped",
      operation: "dim",
      resources: { lamps: ["a"] },
      createWorld: (clock) => createFakeLamps({ a: "off" }, clock),
      effects: ["toggle a"],
      takesAtLeastSeconds: 30,
    },
  ],
});
