/** Adds up what several threads covered. */
import { addCounts, type BranchCounts } from "./record.ts";

/** How many branches there are, how many ran, and which did not (`file:line:column type, way n`). */
export interface BranchSummary {
  readonly covered: number;
  readonly total: number;
  readonly missing: readonly string[];
}

/** The sum over threads: a branch is covered if it ran in any of them. */
export function summariseBranches(threads: readonly BranchCounts[]): BranchSummary {
  const ways = Object.entries(addCounts(threads)).flatMap(([file, branches]) =>
    Object.entries(branches).flatMap(([branch, counts]) =>
      counts.map((count, way) => ({ name: `${file}:${branch}, way ${way + 1}`, count })),
    ),
  );
  const missing = ways.filter(({ count }) => count === 0).map(({ name }) => name);
  return { total: ways.length, covered: ways.length - missing.length, missing: missing.toSorted() };
}
