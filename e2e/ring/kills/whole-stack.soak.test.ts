// SIGKILL at twenty points of a plan with all storage technologies: it completes each time, and every effect happened once.
import { expect, it } from "vitest";
import { pointsOf, runWholeStack } from "./whole-stack-kills.ts";

it("loses and repeats nothing", { timeout: 7_200_000 }, async () => {
  const whole = await runWholeStack();
  expect([whole.status, whole.failures]).toEqual(["completed", []]);
  const points = pointsOf(whole.events, 20);
  expect(new Set(points).size).toBe(20);
  const told = [];
  for (const point of points) {
    // One point that fails is told beside all others.
    const one = await runWholeStack(point).catch((error: unknown) => ({ status: String(error), failures: [], effects: [] }));
    told.push({ point, ...one, events: 0 });
  }
  expect(told).toEqual(points.map((point) => ({ ...whole, point, events: 0 })));
});
