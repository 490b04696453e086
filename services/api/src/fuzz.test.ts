/** Hostile requests over every route: no answer of 5xx, every answer as documented. */
import { expect, test } from "vitest";
import { fuzz } from "../test/fuzzing.ts";

test("900 seeded requests: none is answered with 5xx, and some of every kind get through", { timeout: 120_000 }, async () => {
  const { statuses, failures } = await fuzz(1, 900);
  expect(failures).toEqual([]);
  expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(900);
  for (const status of [200, 400, 403, 404, 409, 422]) expect([status, (statuses[status] ?? 0) > 0]).toEqual([status, true]);
});
