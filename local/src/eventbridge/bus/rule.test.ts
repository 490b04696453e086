/** Rules that AWS would not take are refused when the bus is made. */
import { describe, expect, it } from "vitest";
import { createBusUnderTest, ruleTo, targetOn } from "../testing/bus-under-test.ts";
import { parseRule } from "./rule.ts";

describe("parseRule", () => {
  it.each([
    [{ name: "has blank" }, "name"],
    [{ state: "ON" }, "state"],
    [{ colour: "red" }, ""],
    [{ targets: [targetOn("q"), targetOn("q")] }, "targets"],
    [{ targets: [targetOn("q", { retry: { maximumRetryAttempts: 186 } })] }, "targets.0.retry.maximumRetryAttempts"],
    [{ targets: [targetOn("q", { retry: { maximumEventAgeInSeconds: 59 } })] }, "targets.0.retry.maximumEventAgeInSeconds"],
    [{ targets: [targetOn("q", { input: "{}", inputPath: "$" })] }, "targets.0"],
    [{ targets: [targetOn("q", { queueUrl: "http://q/q.fifo" })] }, "targets.0"],
  ])("refuses %j", (more, path) => {
    expect(() => parseRule({ ...ruleTo([]), ...more })).toThrow(
      expect.objectContaining({
        code: "eventbridge.invalid_rule",
        details: { problems: [expect.objectContaining({ path }) as unknown] },
      }),
    );
  });

  it("tells all problems at once", () => {
    expect(() => parseRule({ ...ruleTo([]), name: "", state: "ON" })).toThrow(/name: .*; state: /);
  });
});

describe("createBus refuses", () => {
  it("an invalid pattern, naming the rule and the place", () => {
    expect(() => createBusUnderTest([ruleTo([], { pattern: { source: "x" } })])).toThrow(
      expect.objectContaining({
        code: "eventbridge.invalid_pattern",
        message: "Rule rule-1: Event pattern is not valid at source: an object or an array of values",
        details: { path: "source", expected: "an object or an array of values", rule: "rule-1" },
      }),
    );
  });

  it("two rules of the same name on one bus, but not on two", () => {
    expect(() => createBusUnderTest([ruleTo([]), ruleTo([])])).toThrow(expect.objectContaining({ code: "eventbridge.duplicate_rule" }));
    expect(createBusUnderTest([ruleTo([]), ruleTo([], { busName: "bus-2" })]).attempts).toEqual([]);
  });

  it.each([
    [{ inputPath: "detail" }, 'a JSON path that EventBridge understands, not "detail"'],
    [{ input: "{" }, "input that is JSON text"],
    [{ inputTransformer: { inputTemplate: '"<who>"' } }, "a template without the undeclared placeholder who"],
    [
      { inputTransformer: { inputPathsMap: { who: "$[?(@.x)]" }, inputTemplate: '"<who>"' } },
      'a JSON path that EventBridge understands, not "$[?(@.x)]"',
    ],
  ])("a target with %j", (more, expected) => {
    expect(() => createBusUnderTest([ruleTo([targetOn("q", more)])])).toThrow(`Rule rule-1: Target q is not valid: ${expected}`);
  });
});
