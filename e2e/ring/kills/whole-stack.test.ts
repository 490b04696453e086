// SIGKILL at two points of a plan with all storage technologies: it completes, and every effect happened once. All twenty points: whole-stack.soak.test.ts.
import { expect, it } from "vitest";
import { pointsOf, runWholeStack } from "./whole-stack-kills.ts";

it("loses and repeats nothing", { timeout: 900_000 }, async () => {
  const whole = await runWholeStack();
  expect([whole.status, whole.failures]).toEqual(["completed", []]);
  for (const point of pointsOf(whole.events, 2)) {
    const { status, failures, effects } = await runWholeStack(point);
    expect({ point, status, failures, effects }).toEqual({ point, status: "completed", failures: [], effects: whole.effects });
  }
});
