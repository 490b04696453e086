// 2,000 forged histories of forty simulated worlds: all found, but for commits put after the last checkpoint, which are told as not anchored.
import { expect, test, vi } from "vitest";
import { FORGERY_KINDS, judgeForgeries } from "@dr/evidence/testing";
import { historiesOf } from "./histories-to-forge.ts";

vi.hoisted(() => Object.assign(process.env, { AWS_XRAY_MANUAL_MODE: "true" }));

test("2,000 forgeries of what simulations recorded are found", { timeout: 1_800_000 }, async () => {
  const { histories } = await historiesOf(Array.from({ length: 40 }, (_, index) => index + 1));
  const { found, appended, missed } = await judgeForgeries(2_000, histories);
  expect(missed).toEqual([]);
  expect(appended).toBeLessThan(100);
  expect([...found.keys()].toSorted()).toEqual(FORGERY_KINDS.toSorted());
});
