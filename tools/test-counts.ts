// Reads how many tests ran from vitest's JSON report.

/** Tests that passed and that failed. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const toCount = (value: unknown): number => (typeof value === "number" ? value : 0);

/**
 * Counts from the report's text; `undefined` stands for a report that was not written. A run that failed without a failing test (a file that
 * does not load, an unhandled rejection) and a run of no test at all count as one failure: silence is never a success.
 */
export function countTests(report: string | undefined, exitCode: number): TestCounts {
  const parsed: unknown = report === undefined ? {} : JSON.parse(report);
  const { numPassedTests, numFailedTests } = isRecord(parsed) ? parsed : {};
  const passed = toCount(numPassedTests);
  const failed = toCount(numFailedTests);
  const brokenElsewhere = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: brokenElsewhere ? 1 : failed };
}
