/** Tests of clock.ts and ids.ts. */
import { expect, test } from "vitest";
import { createVirtualClock } from "./clock.ts";
import { newUuid } from "./ids.ts";

test("a virtual clock moves only when told to", async () => {
  const clock = createVirtualClock("2026-11-23T04:00:00.000Z");
  expect(clock.nowIso()).toBe("2026-11-23T04:00:00.000Z");
  clock.advance(1_500);
  expect(clock.nowIso()).toBe("2026-11-23T04:00:01.500Z");
  await clock.sleep(500);
  expect(clock.nowMs()).toBe(Date.parse("2026-11-23T04:00:02.000Z"));
  clock.set("2026-12-01T00:00:00.000Z");
  expect(clock.nowIso()).toBe("2026-12-01T00:00:00.000Z");
});

test("ids are version 7 and sort in the order in which they were made", () => {
  const ids = Array.from({ length: 100 }, newUuid);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(100);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
