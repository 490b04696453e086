/** Given lamps that are switched one after the other, when the operation runs or is taken back, then: in that order, and no further than the first that fails. */
import type { TaskResult } from "@dr/events";
import { expect, test } from "vitest";
import { createHarness } from "../src/testing/index.ts";
import { createFakeLamps, lampAdapter } from "./lamp.ts";

function given(lamps: Parameters<typeof createFakeLamps>[0]) {
  const scenario = {
    name: "given",
    operation: "string",
    resources: { lamps: Object.keys(lamps) },
    effects: [],
    takesAtLeastSeconds: 30,
    createWorld: (clock: Parameters<typeof createFakeLamps>[1]) => createFakeLamps(lamps, clock),
  };
  return createHarness({ adapter: lampAdapter, mutations: ["toggle", "stop"], scenarios: [scenario], invalidResources: {} }, scenario);
}

const closing = (run: ReturnType<typeof given>) =>
  run.facts().at(-1)!.data as { failure?: { code: string; details: Record<string, unknown> }; result: TaskResult };

test("one after the other, at once when the one before is done; each counts from the beginning", async () => {
  const run = given({ a: "off", b: "off", c: "off" });
  run.request();
  await run.run();
  expect(run.world.effects()).toEqual(["toggle a", "toggle b", "toggle c"]);
  const seconds = closing(run).result.resources.map(({ rtoSeconds }) => rtoSeconds);
  expect(seconds.map((rto, index) => rto - (seconds[index - 1] ?? 0)).every((step) => step >= 30 && step <= 40)).toBe(true);
  expect(closing(run).result.rtoSeconds).toBe(seconds[2]);
});

test("taken back the other way round", async () => {
  const run = given({ a: "off", b: "off" });
  const original = run.request();
  await run.run();
  run.request({ type: "TechnologyRollbackRequested", undoes: original });
  await run.run();
  expect(run.world.effects()).toEqual(["toggle a", "toggle b", "toggle b", "toggle a"]);
});

test("what comes after one that failed is not touched, and names it", async () => {
  const run = given({ a: "off", b: "broken", c: "off" });
  run.request();
  await run.run();
  expect(run.world.effects()).toEqual(["toggle a"]);
  const { failure, result } = closing(run);
  expect(failure?.code).toBe("lamp.broken");
  expect(failure?.details["resources"]).toMatchObject({ c: { code: "task.earlier_failed" } });
  expect(result.resources.map(({ outcome }) => outcome)).toEqual(["completed", "failed", "failed"]);
});

test("what waits for its turn ends with the deadline", async () => {
  const run = given({ a: "off", b: "off" });
  run.request({ deadlineSeconds: 15 });
  await run.run();
  expect(run.world.effects()).toEqual(["toggle a"]);
  expect(closing(run).failure?.code).toBe("task.timed_out");
});
