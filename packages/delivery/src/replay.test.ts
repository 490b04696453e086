// What is sent again: a span of time, or what stands after a cursor of the feed; in a lane of its own, from the first such event of an execution to the last.
import { createVirtualClock } from "@dr/runtime";
import { beforeEach, expect, test } from "vitest";
import { formatCursor } from "./feed-cursor.ts";
import { createMemoryStores } from "./memory/memory-stores.ts";
import { createReplay, type Replay } from "./replay.ts";
import { sampleEvent } from "./testing/sample-event.ts";

const at = (second: number): string => `2026-11-29T12:00:${String(second).padStart(2, "0")}.000Z`;
let stores = createMemoryStores();
let hinted: string[] = [];
let replay: Replay;
const lanes = async () =>
  (await Promise.all(hinted.toSorted((a, b) => a.localeCompare(b)).map((laneId) => stores.lanes.get(laneId)))).map((lane) => [
    lane?.executionId,
    (lane?.doneThrough ?? 0) + 1,
    lane?.endsAt,
    lane?.replay,
  ]);

beforeEach(async () => {
  stores = createMemoryStores();
  hinted = [];
  let ids = 0;
  replay = createReplay({
    ...stores,
    hint: (laneId) => Promise.resolve(void hinted.push(laneId)),
    clock: createVirtualClock(at(50)),
    newId: () => String((ids += 1)),
  });
  for (const [execution, sequence, second] of [
    ["e", 1, 1],
    ["e", 2, 2],
    ["f", 1, 2],
    ["e", 3, 3],
    ["f", 2, 9],
  ] as const)
    await stores.events.add(sampleEvent(execution, sequence, at(second)));
});

test("a span of time, both ends included", async () => {
  expect(await replay.span("r", at(2), at(3))).toBe(3);
  expect(await lanes()).toEqual([
    ["e", 2, 3, true],
    ["f", 1, 1, true],
  ]);
});

test("what stands after a cursor, and nothing that stands before it at the same time", async () => {
  expect(await replay.after("r", formatCursor(sampleEvent("e", 2, at(2))), at(50))).toBe(3);
  expect(await lanes()).toEqual([
    ["e", 3, 3, true],
    ["f", 1, 2, true],
  ]);
});

test("a cursor that is none of the feed's is refused; after the last one there is nothing", async () => {
  const bad = expect.objectContaining({ code: "delivery.bad_cursor" }) as Error;
  expect(() => replay.after("r", "yesterday", at(50))).toThrow(bad);
  expect(() => replay.after("r", "2026-99-99T00:00:00.000Z#x", at(50))).toThrow(bad);
  expect(await replay.after("r", formatCursor(sampleEvent("f", 2, at(9))), at(50))).toBe(0);
  expect(hinted).toEqual([]);
});
