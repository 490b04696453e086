/** Schedules in EventBridge's words. */
import { expect, test } from "vitest";
import { rateExpression } from "./rate.ts";

test.each([
  [60, "rate(1 minute)"],
  [120, "rate(2 minutes)"],
  [3600, "rate(60 minutes)"],
])("%i seconds", (seconds, expected) => {
  expect(rateExpression(seconds)).toBe(expected);
});

test.each([0, 1, 59, 90])("%i seconds cannot be scheduled", (seconds) => {
  expect(() => rateExpression(seconds)).toThrow(`not every ${seconds} s`);
});
