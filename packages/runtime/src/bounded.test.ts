// Whatever a refusal holds, its answer fits: however many places, however long the texts, however deep the details.
import { DrError } from "@dr/events";
import { expect, test } from "vitest";
import { bounded } from "./bounded.ts";
import { toProblem } from "./problem.ts";

const context = { instance: "/", correlationId: "c" };
/** Lambda's limit for a synchronous answer. */
const MOST = 6_000_000;

test.each([null, 0, "", "text", [], [1, [2, { a: null }]], { a: { b: [false, "c"] }, d: undefined }])(
  "what fits is told as it is: %j",
  (value) => {
    expect(bounded<unknown>(value)).toEqual(value);
  },
);

test.each<[string, object]>([
  [
    "a hundred thousand places",
    { errors: Array.from({ length: 100_000 }, (_, at) => ({ path: `waves[${at}]`, code: "plan.unresolved", message: "m".repeat(200) })) },
  ],
  ["a text of megabytes", { errors: [{ path: "a", code: "b", message: "\u0001".repeat(8_000_000) }] }],
  ["a list of a million", { executions: Array.from({ length: 1_000_000 }, (_, at) => `exec-${at}`) }],
  ["lists of lists", { tasks: Array.from({ length: 2_000 }, () => Array.from({ length: 500 }, () => ({ id: "x" }))) }],
  ["names of megabytes", Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`${at}`.padEnd(5_000, "n"), at]))],
])("%s", (_what, details) => {
  const problem = toProblem(new DrError("plan.invalid", "x".repeat(9_000_000), { details: { ...details } }), context);
  expect(Buffer.byteLength(JSON.stringify(problem))).toBeLessThan(MOST);
  expect([problem.code, problem.detail.length]).toEqual(["plan.invalid", 4_001]);
});

test("of many places the first two hundred are listed, and how many more there were", () => {
  const errors = Array.from({ length: 1_000 }, (_, at) => ({ path: `waves[${at}]`, code: "plan.x", message: "m" }));
  const told = toProblem(new DrError("plan.invalid", "m", { details: { errors } }), context).errors ?? [];
  expect([told.length, told[199], told[200]]).toEqual([
    201,
    errors[199],
    { path: "", code: "problem.more", message: "800 more were found and are not listed" },
  ]);
});
