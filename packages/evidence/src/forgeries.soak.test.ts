// 2,000 forged histories: all found, but for commits put after the last checkpoint, which are told as not anchored.
import { expect, it } from "vitest";
import { FORGERY_KINDS, judgeForgeries } from "./testing/forge.ts";

it("finds 2,000 forgeries", { timeout: 1_800_000 }, async () => {
  const { found, appended, missed } = await judgeForgeries(2_000);
  expect(missed).toEqual([]);
  expect(appended).toBeLessThan(20);
  for (const kind of FORGERY_KINDS) expect(found.get(kind)).toBeGreaterThan(180);
});
