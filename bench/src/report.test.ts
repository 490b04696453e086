/** The statistics behind every figure. */
import { expect, it } from "vitest";
import { median, quantile, toRow } from "./report.ts";

it("takes the nearest rank, whatever the order of the samples", () => {
  const samples = [50, 15, 35, 40, 20];
  expect([0, 0.05, 0.3, 0.4, 0.5, 1].map((q) => quantile(samples, q))).toEqual([15, 15, 20, 20, 35, 50]);
  expect(samples).toEqual([50, 15, 35, 40, 20]);
});

it("takes the lower of two middle values", () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2]);
});

it("has no middle without samples", () => {
  expect(median([])).toBeNaN();
});

it("makes a row of the figures of all runs, to four digits", () => {
  expect(toRow("ours", "some case", "ms", [1.23456, 9, 0.00012346])).toEqual({
    subject: "ours",
    case: "some case",
    median: 1.235,
    unit: "ms",
    min: 0.0001235,
    max: 9,
  });
});
