/** A page of a list costs the same in a history ten times as long: as many requests, as many items read. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { listCosts, localDocuments, startLocalDynamoDb, type LocalDynamoDb } from "../testing/index.ts";

let local: LocalDynamoDb;
beforeAll(async () => {
  local = await startLocalDynamoDb();
});
afterAll(() => local.stop());

it("reads no more in a long history than in a short one", { timeout: 120_000 }, async () => {
  const documents = localDocuments(local.endpoint);
  const [short, long] = [await listCosts(documents, 400), await listCosts(documents, 4_000)];
  const counts = (costs: typeof short) => [...costs].map(([list, { requests, itemsRead }]) => [list, requests, itemsRead]);
  expect(counts(long)).toEqual(counts(short));
  // A query and one read of the items; and no more than a page is looked at.
  expect(Object.fromEntries(counts(long).map(([list, requests]) => [list, requests]))).toEqual({
    "all executions": 2,
    "executions in progress": 2,
    "completed executions": 2,
    "newest of a plan": 2,
    plans: 1,
    "holders of leases": 5,
  });
  for (const [list, , itemsRead] of counts(long)) expect([list, itemsRead]).toEqual([list, Math.min(Number(itemsRead), 2 * 20)]);
});
