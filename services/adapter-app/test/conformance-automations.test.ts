/** Automations and functions of the application adapter under the kit's conformance suite, against the simulated estate. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { appAdapter } from "../src/adapter.ts";
import { createEstateWorld } from "./estate-world.ts";

const seed = {
  ssm: {
    automations: [
      { document: "Move", seconds: 40 },
      { document: "MoveBack", seconds: 40 },
    ],
  },
  lambda: { functions: [{ name: "app-recovery-cache", work: { seconds: 40 } }] },
};

adapterConformance({
  adapter: appAdapter,
  mutations: ["start", "stop", "invoke", "send"],
  invalidResources: { documents: [], functions: [7] },
  scenarios: [
    {
      name: "run_automation: a document, once by its token",
      operation: "run_automation",
      resources: { documents: ["Move"] },
      config: { undo: { ssmDocument: "MoveBack" } },
      createWorld: (clock) => createEstateWorld(seed, clock),
      effects: ["StartAutomation Move"],
      rollbackEffects: ["StartAutomation MoveBack"],
      takesAtLeastSeconds: 40,
    },
    {
      name: "invoke_lambda: a function that goes on after its answer",
      operation: "invoke_lambda",
      resources: { functions: ["app-recovery-cache"] },
      config: { undo: true },
      createWorld: (clock) => createEstateWorld(seed, clock),
      effects: ["Invoke app-recovery-cache run"],
      rollbackEffects: ["Invoke app-recovery-cache undo"],
      takesAtLeastSeconds: 40,
    },
    {
      name: "invoke_lambda_async: an event, and the function's later word",
      operation: "invoke_lambda_async",
      resources: { functions: ["app-recovery-cache"] },
      config: { undo: true },
      createWorld: (clock) => createEstateWorld(seed, clock),
      effects: ["Invoke app-recovery-cache run"],
      rollbackEffects: ["Invoke app-recovery-cache undo"],
      takesAtLeastSeconds: 40,
    },
  ],
});
