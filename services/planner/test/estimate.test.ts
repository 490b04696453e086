/** What is expected of an execution is recorded when it is planned. */
import { expect, test } from "vitest";
import { createMemoryHistoryStore } from "@dr/event-log";
import { deliver, finish, simple, status } from "./delivery.ts";
import { createWorld } from "./world.ts";

const expected = async (world: ReturnType<typeof createWorld>, executionId: string) => (await world.state(executionId)).planning.estimate;

test("first nothing is known, then what the run before took", async () => {
  const world = createWorld();
  await world.savePlan(simple);
  await world.request("exec-1", simple);
  const read = await deliver(world);
  expect(await expected(world, "exec-1")).toEqual({
    rtoSeconds: 0,
    slowestSeconds: 0,
    atLeast: true,
    basis: { measured: 0, declared: 0, unknown: 1 },
    gates: 0,
    criticalPath: ["a"],
    waves: [{ waveNumber: 1, seconds: 0 }],
  });
  world.clock.advance(90_000);
  await finish(world, "exec-1", "a");
  await world.request("exec-2", simple);
  await deliver(world, read);
  expect(await expected(world, "exec-2")).toMatchObject({
    rtoSeconds: 90,
    atLeast: false,
    basis: { measured: 1, declared: 0, unknown: 0 },
  });
});

test("a past that cannot be read holds nothing up", async () => {
  const history = { ...createMemoryHistoryStore(), listByPlan: () => Promise.reject(new Error("throttled")) };
  const world = createWorld({ history });
  await world.savePlan(simple);
  await world.request("exec-1", simple);
  await deliver(world);
  expect([await status(world, "exec-1"), await expected(world, "exec-1")]).toEqual(["executing", null]);
  expect(world.telemetry.lines.filter(({ level }) => level === "warn").map(({ message }) => message)).toEqual([
    "there is no estimate: planned without one",
  ]);
});
