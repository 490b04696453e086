// A clock that is set back does not stop what waits for it.
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createSteadyClock } from "./steady-clock.ts";

function clocks() {
  let wall = 1_000_000_000;
  let counted = 0;
  return {
    nowMs: createSteadyClock(
      () => wall,
      () => counted,
    ),
    pass: (ms: number): void => {
      wall += ms;
      counted += ms;
    },
    set: (ms: number): void => {
      wall += ms;
    },
  };
}

it("goes on at its own pace after the wall clock was set back an hour, and returns to it when it is set forward again", () => {
  const { nowMs, pass, set } = clocks();
  const start = nowMs();
  pass(5_000);
  set(-3_600_000);
  expect(nowMs() - start).toBe(5_000);
  pass(60_000);
  expect(nowMs() - start).toBe(65_000);
  set(3_600_000);
  expect(nowMs() - start).toBe(65_000);
});

it("follows a wall clock that is set forward", () => {
  const { nowMs, set } = clocks();
  const start = nowMs();
  set(3_600_000);
  expect(nowMs() - start).toBe(3_600_000);
});

it("never goes back by more than its tolerance, and never slower than time passes, whatever is done to the wall clock", () => {
  const step = fc.oneof(fc.record({ pass: fc.nat(10_000_000) }), fc.record({ set: fc.integer({ min: -10_000_000, max: 10_000_000 }) }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { nowMs, pass, set } = clocks();
      let last = nowMs();
      for (const each of steps) {
        if ("pass" in each) pass(each.pass);
        else set(each.set);
        const now = nowMs();
        expect(now - last).toBeGreaterThanOrEqual(("pass" in each ? each.pass : 0) - 1_000);
        last = now;
      }
    }),
  );
});
