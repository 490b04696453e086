// Forgeries: a sample of those that `forgeries.soak.test.ts` makes.
import { expect, it } from "vitest";
import { FORGERY_KINDS, judgeForgeries } from "./testing/forge.ts";

it("finds 140 forgeries", async () => {
  const { found, missed } = await judgeForgeries(140);
  expect(missed).toEqual([]);
  expect([...found.keys()].toSorted()).toEqual(FORGERY_KINDS.toSorted());
});
