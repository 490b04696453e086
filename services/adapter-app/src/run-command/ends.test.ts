/** Every word with which Run Command ends, and those with which it does not. */
import { expect, test } from "vitest";
import { endOf } from "./ends.ts";

const invocation = (status: string, details: string, exitCode = -1) => ({ instanceId: "i-1", status, details, exitCode });

test.each([
  ["TimedOut", "Delivery Timed Out", "application.delivery_timed_out", false],
  ["Failed", "Undeliverable", "application.undeliverable", false],
  ["Failed", "Terminated", "application.terminated", false],
  ["TimedOut", "Execution Timed Out", "application.execution_timed_out", true],
  ["TimedOut", "ExecutionTimedOut", "application.execution_timed_out", true],
  ["Failed", "Failed", "application.script_failed", true],
  ["Failed", "A Word Of Tomorrow", "application.script_failed", true],
  ["Cancelled", "Cancelled", "application.command_cancelled", true],
])("%s (%s) is %s; only what never ran may be sent again", (status, details, code, ran) => {
  expect(endOf(invocation(status, details), false)).toMatchObject({ state: "failed", ran, failure: { code, retryable: !ran } });
});

test.each(["Pending", "InProgress", "Delayed", "Cancelling", "a-word-of-tomorrow", ""])("%s goes on", (status) => {
  expect(endOf(invocation(status, status), false)).toEqual({ state: "running" });
});

test("Success is a success", () => {
  expect(endOf(invocation("Success", "Success", 0), false)).toEqual({ state: "succeeded" });
});
