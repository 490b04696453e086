// Thousands of requests made from the document, from several seeds; minutes.
import { expect, it } from "vitest";
import { fuzzByDocument } from "./schemathesis.ts";

it.each([11, 12, 13])("seed %i: a hundred requests of each kind on every route", { timeout: 1_800_000 }, async (seed) => {
  const { code, report, requests, operations, serverErrors, statuses } = await fuzzByDocument(100, seed);
  expect(serverErrors).toEqual([]);
  // What is throttled shows nothing: quotas are taken away for this.
  expect(statuses[429]).toBeUndefined();
  expect(code === 0 ? "as documented" : report).toBe("as documented");
  expect(operations.asked).toBe(operations.all);
  expect(requests).toBeGreaterThan(5_000);
});
