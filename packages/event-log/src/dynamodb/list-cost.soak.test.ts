/** The same with 1,000 and 100,000 executions and plans, with times. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { listCosts, localDocuments, startLocalDynamoDb, type LocalDynamoDb } from "../testing/index.ts";

let local: LocalDynamoDb;
beforeAll(async () => {
  local = await startLocalDynamoDb();
});
afterAll(() => local.stop());

it("a page of 100,000 costs what a page of 1,000 costs", { timeout: 1_800_000 }, async () => {
  const documents = localDocuments(local.endpoint);
  const [short, long] = [await listCosts(documents, 1_000), await listCosts(documents, 100_000)];
  for (const [list, cost] of long) {
    const before = short.get(list);
    // oxlint-disable-next-line no-console -- the times are what somebody runs this for
    console.log(`${list}: ${JSON.stringify(before)} of 1,000, ${JSON.stringify(cost)} of 100,000`);
    expect([list, cost.requests, cost.itemsRead]).toEqual([list, before?.requests, before?.itemsRead]);
  }
});
