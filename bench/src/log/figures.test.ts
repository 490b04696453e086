/** Ratios of figures that belong together. */
import { expect, it } from "vitest";
import { createFigures } from "./figures.ts";

it("compares what was measured in the same run of the same case, and takes the middle", () => {
  const figures = createFigures();
  // A machine that gets slower and slower: each run's ratio is 2, 3 or 4, whatever the run's own speed.
  for (const [ours, theirs] of [
    [200, 100],
    [30, 10],
    [4, 1],
  ] as const) {
    figures.note("append 3, a", "ours", ours);
    figures.note("append 3, a", "theirs", theirs);
  }
  expect(figures.ratio("append 3,", "ours", "theirs")).toBe(3);
});

it("takes all cases of a name together, or the worst of them, and leaves the others out", () => {
  const figures = createFigures();
  for (const [caseName, ours] of [
    ["append 3, a", 1],
    ["append 3, b", 5],
    ["append 3, c", 9],
    ["append 10, a", 100],
  ] as const) {
    figures.note(caseName, "ours", ours);
    figures.note(caseName, "theirs", 1);
  }
  expect(figures.ratio("append 3,", "ours", "theirs")).toBe(5);
  expect(figures.lowestRatio("append 3,", "ours", "theirs")).toBe(1);
});

it("compares two cases of one subject, and has no ratio without figures", () => {
  const figures = createFigures();
  for (const value of [10, 20, 30]) figures.note("many", "ours", value);
  for (const value of [20, 20, 20]) figures.note("few", "ours", value);
  expect(figures.ratioOfCases("ours", "many", "few")).toBe(1);
  expect(figures.ratio("many", "ours", "nobody")).toBeNaN();
});

it("makes a row of each subject in each case", () => {
  const figures = createFigures();
  for (const value of [3, 1, 2]) figures.note("append 1", "ours", value);
  expect(figures.rows("memory", "appends/s")).toEqual([
    { subject: "ours (memory)", case: "append 1", median: 2, unit: "appends/s", min: 1, max: 3 },
  ]);
});
