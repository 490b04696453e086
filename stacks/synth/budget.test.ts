/** The budget of a function is kept, to the byte. */
import { expect, test } from "vitest";
import { overBudget, START_KIB, UPLOAD_KIB } from "./budget.ts";

const KIB = 1024;

test("a function that just fits passes", () => {
  expect(overBudget({ name: "dr-a", startBytes: START_KIB * KIB, bytes: UPLOAD_KIB * KIB }, {})).toEqual([]);
});

test("a byte more at the start, or in all, is named with the figure and the way out", () => {
  expect(overBudget({ name: "dr-a", startBytes: START_KIB * KIB + 1, bytes: UPLOAD_KIB * KIB + 1 }, {})).toEqual([
    "a cold start reads 601 KiB, its budget is 600: load what is needed later by `await import`, or say why in stacks/synth/budget.ts",
    "it is 1101 KiB, its budget is 1100: load what is needed later by `await import`, or say why in stacks/synth/budget.ts",
  ]);
});

test("an exception holds for its function alone, and goes when nothing needs it", () => {
  const larger = { "dr-a": { uploadKib: 1_200, why: "a client" } };
  expect(overBudget({ name: "dr-a", startBytes: 500 * KIB, bytes: 1_150 * KIB }, larger)).toEqual([]);
  expect(overBudget({ name: "dr-b", startBytes: 500 * KIB, bytes: 1_150 * KIB }, larger)).toHaveLength(1);
  expect(overBudget({ name: "dr-a", startBytes: 650 * KIB, bytes: 1_150 * KIB }, larger)).toHaveLength(1);
  expect(overBudget({ name: "dr-a", startBytes: 500 * KIB, bytes: 500 * KIB }, larger)).toEqual([
    "it needs no larger budget: remove the exception",
  ]);
});
