// Forged histories of executions as today's code records them, readiness and estimates included: all found. A sample of `forgeries.soak.test.ts`.
import { expect, test, vi } from "vitest";
import { FORGERY_KINDS, judgeForgeries } from "@dr/evidence/testing";
import { historiesOf } from "./histories-to-forge.ts";

vi.hoisted(() => Object.assign(process.env, { AWS_XRAY_MANUAL_MODE: "true" }));

test("160 forgeries of what a simulation recorded are found", { timeout: 120_000 }, async () => {
  const { histories, types } = await historiesOf([1, 2, 3, 4]);
  for (const type of ["ReadinessRequested", "ReadinessReported", "ExecutionPlanned", "TechnologyFailed"])
    expect([type, types.has(type)]).toEqual([type, true]);
  const { found, appended, missed } = await judgeForgeries(160, histories);
  expect(missed).toEqual([]);
  expect(appended).toBeLessThan(10);
  expect([...found.keys()].toSorted()).toEqual(FORGERY_KINDS.toSorted());
});
