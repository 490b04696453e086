/** An operation that ended says so to CloudWatch, once, however often it is asked again. */
import { expect, test } from "vitest";
import { createHarness } from "../src/testing/index.ts";
import { createFakeLamps, lampAdapter } from "./lamp.ts";

const scenario = {
  name: "a lamp",
  operation: "switch_on",
  resources: { lamps: ["a"] },
  createWorld: (clock: Parameters<typeof createFakeLamps>[1]) => createFakeLamps({ a: "off" }, clock),
  effects: ["toggle a"],
  takesAtLeastSeconds: 20,
};
const subject = { adapter: lampAdapter, mutations: ["toggle"], invalidResources: {}, scenarios: [scenario] };

test("each metric once", async () => {
  const run = createHarness(subject, scenario);
  run.request();
  await run.run();
  run.request({ type: "TechnologyRetryRequested" });
  await run.run();
  expect(run.metricLines().map((line) => [Object.keys(line).at(-1), line["Technology"]])).toEqual([
    ["ExecutionDuration", "Lamp"],
    ["RecoveredInstances", "Lamp"],
    ["WaveExecutionTime", "Lamp"],
  ]);
});
