// Delivery of AWS events: at their estate time, in order, again after a failure.
import { beforeEach, expect, test } from "vitest";
import { createEstateClock } from "../estate-clock.ts";
import { createMemoryStorage } from "../world/storage.ts";
import { createWorld, type World } from "../world/world.ts";
import type { AwsEvent } from "./aws-event.ts";
import { createEventOutbox } from "./event-outbox.ts";

const event = (id: string): AwsEvent => ({
  version: "0",
  id,
  "detail-type": "t",
  source: "aws.test",
  account: "1",
  time: "2026-11-23T04:00:00Z",
  region: "us-east-1",
  resources: [],
  detail: {},
});

let world: World;
let wallMs: number;
let failures: number;
const taken: string[] = [];
const timers: { delayMs: number; run: () => void }[] = [];

beforeEach(() => {
  const storage = createMemoryStorage();
  world = createWorld(storage, storage.load());
  wallMs = 0;
  failures = 0;
  taken.length = 0;
  timers.length = 0;
});

const open = () =>
  createEventOutbox({
    world,
    clock: createEstateClock({ wallMs: 0, estateMs: 0, speed: 60 }, () => wallMs),
    onEvent: async ({ id }) => {
      await Promise.resolve();
      if (failures > 0) {
        failures -= 1;
        throw new Error("bus is down");
      }
      taken.push(id);
    },
    timers: {
      set(delayMs, run) {
        const timer = { delayMs, run };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
    },
    log: () => undefined,
  });

const schedule = (id: string, dueMs: number) => world.transact(0, (change) => change.schedule(dueMs, event(id)));

test("events are delivered when they are due, in order, and the timer waits wall time for the next", async () => {
  schedule("late", 120_000);
  schedule("soon", 60_000);
  const outbox = open();
  await outbox.deliverDue();
  expect(taken).toEqual([]);
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([1000]);
  wallMs = 1000;
  await outbox.deliverDue();
  expect(taken).toEqual(["soon"]);
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([1000]);
  wallMs = 2000;
  await outbox.deliverDue();
  expect(taken).toEqual(["soon", "late"]);
  expect(world.pendingEvents).toEqual([]);
});

test("concurrent deliveries hand over each event once", async () => {
  schedule("one", 0);
  const outbox = open();
  await Promise.all([outbox.deliverDue(), outbox.deliverDue(), outbox.deliverDue()]);
  expect(taken).toEqual(["one"]);
});

test("an event that is not taken stays first and is tried again after a second", async () => {
  schedule("one", 0);
  schedule("two", 1);
  failures = 1;
  wallMs = 1000;
  const outbox = open();
  await outbox.deliverDue();
  expect(taken).toEqual([]);
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([1000]);
  timers[0]?.run();
  await outbox.deliverDue();
  expect(taken).toEqual(["one", "two"]);
});

test("a closed outbox delivers nothing and leaves no timer", async () => {
  schedule("later", 60_000);
  const outbox = open();
  await outbox.deliverDue();
  outbox.close();
  expect(timers).toEqual([]);
  wallMs = 1000;
  await outbox.deliverDue();
  expect(taken).toEqual([]);
  expect(world.pendingEvents).toHaveLength(1);
});

test("an event of the far future is looked at once a minute: longer timers would fire at once", async () => {
  schedule("far", 1e15);
  await open().deliverDue();
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([60_000]);
});
