/** The rules of checking itself: a planted fault that its check does not find is a failure, and the original is never touched. */
import { expect, test } from "vitest";
import { breaking, removing, type Check, type SynthesizedApp } from "./check.ts";
import { plantFaults, runChecks } from "./run-checks.ts";

interface Lamp {
  readonly lit?: boolean;
}

const app: SynthesizedApp = {
  label: "sample",
  config: { name: "sample" },
  manifests: [],
  regions: { home: "us-east-1" },
  environment: {},
  resources: [{ type: "lamp", name: "a", inputs: { lit: true } }],
};

const lampsAreLit: Check = {
  name: "every lamp is lit",
  find: ({ resources }) => resources.filter(({ inputs }) => inputs["lit"] !== true).map(({ name }) => `${name} is dark`),
  faults: [
    breaking<Lamp>("a dark lamp", "lamp", (lamp) => (lamp.lit = false)),
    removing("a missing lamp", "lamp"),
    removing("a missing door", "door"),
  ],
};

test("a check passes without problems and fails with them", () => {
  expect(runChecks(app, [lampsAreLit])).toEqual([{ name: "every lamp is lit", problems: [] }]);
  const dark = { ...app, resources: [{ type: "lamp", name: "b", inputs: {} }] };
  expect(runChecks(dark, [lampsAreLit])).toEqual([{ name: "every lamp is lit", problems: ["b is dark"] }]);
});

test("a fault must be found, one with nothing to break is skipped, and the resources stay as they were", () => {
  expect(plantFaults(app, [lampsAreLit])).toEqual([
    { name: "planted fault: a dark lamp", problems: [] },
    { name: "planted fault: a missing lamp", problems: ['not found by "every lamp is lit"'] },
  ]);
  expect(app.resources).toEqual([{ type: "lamp", name: "a", inputs: { lit: true } }]);
});
