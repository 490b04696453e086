// What an event costs when it comes: one wake of a lane for all that comes together, none for what its receiver never wants.
import { createVirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { createIntake } from "./intake.ts";
import { createMemoryStores } from "./memory/memory-stores.ts";
import type { OutboxEvent } from "./outbox-event.ts";
import type { EventFilter, Receiver } from "./receiver.ts";
import { sampleEvent } from "./testing/sample-event.ts";

const NOON = "2026-11-29T12:00:00.000Z";
const receiver = (receiverId: string, filter: EventFilter): Receiver => ({
  receiverId,
  kind: "echo",
  filter,
  settings: {},
  enabled: true,
  since: NOON,
  ratePerSecond: 1_000,
  retryHours: 100,
});

const fact = (sequence: number): OutboxEvent["envelope"] => sampleEvent("exec-1", sequence, NOON).envelope;

async function given(receivers: readonly Receiver[]) {
  const stores = createMemoryStores();
  const woken: string[] = [];
  const hinted: string[] = [];
  const intake = createIntake({
    events: stores.events,
    lanes: { ...stores.lanes, wake: (lane) => (woken.push(lane.laneId), stores.lanes.wake(lane)) },
    receivers: async () => receivers,
    hint: async (laneId) => void hinted.push(laneId),
    clock: createVirtualClock(NOON),
  });
  return { intake, stores, woken, hinted };
}

test("ten facts that come together are kept, and wake each receiver once", async () => {
  const { intake, stores, woken, hinted } = await given([receiver("a", {}), receiver("b", {})]);
  await Promise.all(Array.from({ length: 10 }, (_, index) => intake(fact(index + 1))));
  expect((await stores.events.after("exec-1", 0, 50)).length).toBe(10);
  expect(woken).toHaveLength(2);
  expect(hinted).toEqual(woken);
});

test("a kind that nobody knows may act on every fact, whatever it is called", async () => {
  const { intake, woken } = await given(["constructor", "toString"].map((kind) => ({ ...receiver(kind, {}), kind })));
  await intake(fact(1));
  expect(woken.toSorted()).toEqual(["constructor#exec-1", "toString#exec-1"]);
});

test("a type that a receiver does not want wakes nobody; together with one that it wants it does", async () => {
  const { intake, woken } = await given([
    receiver("waves", { types: ["WaveCompleted"] }),
    receiver("other", { types: ["ExecutionFailed"] }),
  ]);
  await intake(fact(1));
  expect(woken).toEqual([]);
  await intake(fact(2));
  expect(woken).toEqual(["waves#exec-1"]);
  await Promise.all([intake(fact(3)), intake({ ...fact(4), type: "ExecutionFailed" })]);
  expect(woken.toSorted()).toEqual(["other#exec-1", "waves#exec-1", "waves#exec-1"]);
});
