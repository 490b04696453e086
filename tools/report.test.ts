// The numbers that `pnpm check` and .ci/run end with.
import { expect, test } from "vitest";
import { formatTable, formatTotal } from "./report.ts";
import { countTests } from "./test-counts.ts";

const results = [
  { name: "format", passed: 1, failed: 0, durationMs: 412 },
  { name: "lint", passed: 0, failed: 1, durationMs: 2_049 },
  { name: "tests", passed: 310, failed: 2, durationMs: 61_500 },
];

test("the total counts a step as one and tests one by one", () => {
  expect(formatTotal(results)).toBe("311 passed, 3 failed");
});

test("the table is aligned and tells each verdict", () => {
  expect(formatTable(results).split("\n")).toEqual([
    "  format  passed                 0.4 s",
    "  lint    FAILED                 2.0 s",
    "  tests   310 passed, 2 failed  61.5 s",
  ]);
});

test.each([
  ["all green", JSON.stringify({ numPassedTests: 5, numFailedTests: 0 }), 0, { passed: 5, failed: 0 }],
  ["two red", JSON.stringify({ numPassedTests: 3, numFailedTests: 2 }), 1, { passed: 3, failed: 2 }],
  ["a file that does not load", JSON.stringify({ numPassedTests: 5, numFailedTests: 0 }), 1, { passed: 5, failed: 1 }],
  ["no test at all", JSON.stringify({ numPassedTests: 0, numFailedTests: 0 }), 0, { passed: 0, failed: 1 }],
  ["no report", undefined, 1, { passed: 0, failed: 1 }],
  ["a report of another shape", "[]", 0, { passed: 0, failed: 1 }],
])("counts %s", (_name, report, exitCode, expected) => {
  expect(countTests(report, exitCode)).toEqual(expected);
});
