// Receivers that rest: what their lanes cost meanwhile, and that nothing is forgotten when they have rested.
import { createVirtualClock } from "@dr/runtime";
import { array, assert, asyncProperty, constantFrom, integer, tuple } from "fast-check";
import { expect, test } from "vitest";
import { createIntake } from "./intake.ts";
import type { Integration } from "./integration.ts";
import { createMemoryStores } from "./memory/memory-stores.ts";
import { createPump } from "./pump.ts";
import type { Receiver } from "./receiver.ts";
import type { DeliveryStores } from "./stores.ts";
import { sweepLanes } from "./sweep.ts";
import { pumpParts } from "./testing/pump-parts.ts";
import { sampleEvent } from "./testing/sample-event.ts";

const NOON = "2026-11-29T12:00:00.000Z";
const receiver = (receiverId: string): Receiver => ({
  receiverId,
  kind: "echo",
  filter: {},
  settings: {},
  enabled: true,
  since: NOON,
  ratePerSecond: 1_000,
  retryHours: 100,
});
const echo: Integration = {
  kind: "echo",
  toRequests: ({ event, receiver: { receiverId } }) => [
    { id: `${receiverId} ${event.id}`, method: "POST", url: "https://example.com", headers: {}, body: "" },
  ],
};

/** Three receivers, and calls of the lanes' store counted. */
async function given() {
  const clock = createVirtualClock(NOON);
  const memory = createMemoryStores();
  const counted: string[] = [];
  const lanes = new Proxy(memory.lanes, {
    get:
      (target, name: keyof typeof memory.lanes) =>
      (...given: never[]) => {
        counted.push(name);
        return (target[name] as (...all: never[]) => unknown)(...given);
      },
  });
  const stores: DeliveryStores = { ...memory, lanes };
  const ids = ["a", "b", "c"];
  for (const id of ids) await stores.receivers.put(receiver(id));
  const due = new Set<string>();
  const hint = async (laneId: string): Promise<void> => void due.add(laneId);
  const taken: string[] = [];
  let down = true;
  const pump = createPump({
    ...pumpParts(stores, clock),
    integrations: new Map([["echo", echo]]),
    send: async ({ id }) => {
      if (down) return { status: 503, headers: {}, body: "", latencyMs: 1 };
      taken.push(id);
      return { status: 200, headers: {}, body: "", latencyMs: 1 };
    },
  });
  // As in the function: the receivers are known for five seconds.
  let known: { readonly list: readonly Receiver[]; readonly atMs: number } | undefined;
  const intake = createIntake({
    ...stores,
    receivers: async () => {
      if (!known || clock.nowMs() - known.atMs >= 5_000) known = { list: await stores.receivers.list(), atMs: clock.nowMs() };
      return known.list;
    },
    hint,
    clock,
  });
  const work = async (): Promise<void> => {
    const all = [...due];
    due.clear();
    for (const laneId of all) {
      await pump(laneId, { workerId: "w", remainingMs: () => 60_000, logger: { warn: () => undefined } });
    }
  };
  const sweep = async (): Promise<void> => void (await sweepLanes({ ...stores, hint, clock }));
  const sequences = new Map<string, number>();
  const arrive = async (execution: string): Promise<void> => {
    const sequence = (sequences.get(execution) ?? 0) + 1;
    sequences.set(execution, sequence);
    await intake(sampleEvent(execution, sequence, clock.nowIso()).envelope);
  };
  const all = (): string[] =>
    [...sequences].flatMap(([execution, last]) =>
      Array.from({ length: last }, (_, index) => ids.map((id) => `${id} ${execution}-${index + 1}`)).flat(),
    );
  return { clock, counted, arrive, work, sweep, taken, all, setDown: (is: boolean) => (down = is), stores };
}

test("once they rest, an execution costs one write, however many its facts", async () => {
  const { clock, counted, arrive, work } = await given();
  for (let execution = 0; execution < 6; execution += 1) {
    await arrive(`early-${execution}`);
    await work();
  }
  clock.advance(5_000);
  counted.length = 0;
  for (let fact = 0; fact < 30; fact += 1) {
    await arrive("late");
    await work();
  }
  expect(counted.filter((name) => name === "wake").length).toBeLessThanOrEqual(1 + 3);
  expect(counted.filter((name) => name === "lease").length).toBeLessThanOrEqual(3);
});

test("when they are back, everything arrives, whatever came before, meanwhile and after", async () => {
  const act = constantFrom("fact" as const, "fact" as const, "work" as const, "sweep" as const, "down" as const, "up" as const);
  await assert(
    asyncProperty(array(tuple(act, integer({ min: 0, max: 3 }), integer({ min: 0, max: 20 })), { maxLength: 60 }), async (steps) => {
      const { clock, arrive, work, sweep, setDown, taken, all } = await given();
      // Six failures in a row: all of them rest when it begins.
      for (const each of ["1", "2", "3", "4", "5", "6"]) {
        await arrive(`early-${each}`);
        await work();
      }
      clock.advance(5_000);
      for (const [what, execution, seconds] of steps) {
        if (what === "fact") await arrive(`e${execution}`);
        else if (what === "work") await work();
        else if (what === "sweep") await sweep();
        else setDown(what === "down");
        clock.advance(seconds * 1_000);
      }
      setDown(false);
      // The longest patience is four hours.
      for (let turn = 0; turn < 60; turn += 1) {
        clock.advance(600_000);
        await sweep();
        await work();
      }
      expect(new Set(taken)).toEqual(new Set(all()));
    }),
    { numRuns: 300 },
  );
});
