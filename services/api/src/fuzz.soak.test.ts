/** The same with 18,000 requests. */
import { expect, test } from "vitest";
import { fuzz } from "../test/fuzzing.ts";

test("18,000 seeded requests: none is answered with 5xx", { timeout: 1_800_000 }, async () => {
  const { statuses, failures } = await fuzz(1_000_000, 18_000);
  expect(failures).toEqual([]);
  expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(18_000);
});
