// Results of checks: how they are counted and shown.
import type { TestCounts } from "./test-counts.ts";

/** One step: a check counts as one, the tests count one by one. */
export interface StepResult extends TestCounts {
  readonly name: string;
  readonly durationMs: number;
}

/** `2 passed, 1 failed` over all steps: the line that scripts read. */
export function formatTotal(results: readonly TestCounts[]): string {
  const sum = (count: (result: TestCounts) => number): number => results.reduce((total, result) => total + count(result), 0);
  return `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`;
}

/** Seconds with one digit after the point. */
export function formatDuration(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

/** One aligned line per step: name, verdict, duration. */
export function formatTable(results: readonly StepResult[]): string {
  const rows = results.map((result) => [result.name, formatVerdict(result), formatDuration(result.durationMs)] as const);
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const verdictWidth = Math.max(...rows.map(([, verdict]) => verdict.length));
  const durationWidth = Math.max(...rows.map(([, , duration]) => duration.length));
  return rows
    .map(([name, verdict, duration]) => `  ${name.padEnd(nameWidth)}  ${verdict.padEnd(verdictWidth)}  ${duration.padStart(durationWidth)}`)
    .join("\n");
}

function formatVerdict({ passed, failed }: StepResult): string {
  if (passed + failed > 1) return formatTotal([{ passed, failed }]);
  return failed === 0 ? "passed" : "FAILED";
}
