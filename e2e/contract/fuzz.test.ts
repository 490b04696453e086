// The API against its own document: whatever schemathesis makes of it is answered as the document says, and never with 5xx.
import { expect, it } from "vitest";
import { fuzzByDocument } from "./schemathesis.ts";

it("a sample of requests on every route is answered as the document says", { timeout: 400_000 }, async () => {
  const { code, report, requests, operations, serverErrors, statuses } = await fuzzByDocument(4, 1);
  expect(serverErrors).toEqual([]);
  // What is throttled shows nothing: quotas are taken away for this.
  expect(statuses[429]).toBeUndefined();
  expect(code === 0 ? "as documented" : report).toBe("as documented");
  expect(operations.asked).toBe(operations.all);
  expect(requests).toBeGreaterThan(1_000);
});
