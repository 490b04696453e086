/** What the stores of the outbox promise, whatever they are made of. */
import { describe, expect, test } from "vitest";
import { newLane } from "../lane.ts";
import type { Receiver } from "../receiver.ts";
import type { DeliveryRecord, DeliveryStores } from "../stores.ts";
import { sampleEvent } from "./sample-event.ts";

const NOON = "2026-11-28T12:00:00.000Z";
const at = (seconds: number): string => new Date(Date.parse(NOON) + seconds * 1_000).toISOString();
const ids = (events: readonly { envelope: { id: string } }[]): readonly string[] => events.map(({ envelope }) => envelope.id);

/** Declares the suite; `create` makes empty stores for each test. */
export function storeConformance(name: string, create: () => Promise<DeliveryStores>): void {
  describe(`${name}: events`, () => {
    test("are kept once, and read in order however they came", async () => {
      const { events } = await create();
      for (const sequence of [3, 1, 12, 2]) expect(await events.add(sampleEvent("e", sequence, NOON))).toBe(true);
      expect(await events.add(sampleEvent("e", 3, at(9)))).toBe(false);
      expect(ids(await events.after("e", 0, 10))).toEqual(["e-1", "e-2", "e-3", "e-12"]);
      expect(ids(await events.after("e", 2, 1))).toEqual(["e-3"]);
      expect((await events.after("e", 2, 1))[0]?.receivedAt).toBe(NOON);
      expect(await events.after("e", 12, 10)).toEqual([]);
      expect([(await events.last("e"))?.envelope.id, await events.last("f")]).toEqual(["e-12", undefined]);
    });

    test("are fed in the order of their arrival, page after page, across days; the youngest are held back", async () => {
      const { events } = await create();
      await events.add(sampleEvent("b", 1, at(-87_200)));
      await events.add(sampleEvent("a", 1, at(-10)));
      await events.add(sampleEvent("a", 2, at(-9)));
      await events.add(sampleEvent("c", 1, at(0)));
      const first = await events.feed(undefined, 2, at(1));
      expect(ids(first.events)).toEqual(["b-1", "a-1"]);
      const second = await events.feed(first.cursor, 2, at(1));
      expect(ids(second.events)).toEqual(["a-2"]);
      const third = await events.feed(second.cursor, 2, at(1));
      expect([ids(third.events), ids((await events.feed(third.cursor, 2, at(5))).events)]).toEqual([[], ["c-1"]]);
      await expect(events.feed("'; drop", 2, NOON)).rejects.toMatchObject({ code: "delivery.bad_cursor" });
    });

    test("a quiet month is crossed by following the cursor", async () => {
      const { events } = await create();
      await events.add(sampleEvent("old", 1, at(-35 * 86_400)));
      await events.add(sampleEvent("new", 1, at(-60)));
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let pages = 0; pages < 20; pages += 1) {
        const page = await events.feed(cursor, 5, NOON);
        seen.push(...ids(page.events));
        ({ cursor } = page);
      }
      expect(seen).toEqual(["old-1", "new-1"]);
    });

    test("executions of a span are found", async () => {
      const { events } = await create();
      for (const [executionId, seconds] of [
        ["a", 0],
        ["b", 60],
        ["c", 4_000],
        ["d", 90_000],
      ] as const)
        await events.add(sampleEvent(executionId, 1, at(seconds)));
      expect((await events.executionsBetween(at(60), at(4_000))).toSorted()).toEqual(["b", "c"]);
    });
  });

  describe(`${name}: lanes`, () => {
    test("a lane is made once, and woken to the earlier time", async () => {
      const { lanes } = await create();
      const wakes = [];
      for (const seconds of [10, 5, 20]) wakes.push(await lanes.wake(newLane("r", "e", at(seconds))));
      // Somebody has to be told of each time that is earlier, and of none that is not.
      expect(wakes).toEqual([true, true, false]);
      expect(await lanes.get("r#e")).toMatchObject({ dueAt: at(5), rev: 2, doneThrough: 0 });
      expect([await lanes.due(at(4), 10), await lanes.due(at(5), 10)]).toEqual([[], ["r#e"]]);
    });

    test("a lane that waits for its receiver is woken by nothing until then, and by everything after", async () => {
      const { lanes } = await create();
      expect(await lanes.wake(newLane("r", "e", NOON))).toBe(true);
      const lane = await lanes.lease("r#e", "a", 0, 100);
      if (!lane) throw new Error("no lease");
      const resting = await lanes.save({ ...lane, attempts: 3, dueAt: at(60), notBefore: at(60) });
      expect(await lanes.wake(newLane("r", "e", at(30)))).toBe(false);
      expect(await lanes.get("r#e")).toEqual(resting);
      // Due by now: told of when it was put to rest.
      expect(await lanes.wake(newLane("r", "e", at(60)))).toBe(false);
      const due = await lanes.save({ ...(await lanes.get("r#e"))!, notBefore: at(90) });
      if (!due) throw new Error("not saved");
      // One that is due before it may try is looked at by somebody now, who must notice and need not be told.
      expect(await lanes.wake(newLane("r", "e", at(65)))).toBe(false);
      const idle = (await lanes.get("r#e"))!;
      expect(idle).toMatchObject({ dueAt: at(60), notBefore: at(90), rev: due.rev + 1 });
      const { dueAt: _due, ...asleep } = idle;
      expect(await lanes.save(asleep)).not.toBe(false);
      // Nothing else would find one that is not due.
      expect(await lanes.wake(newLane("r", "e", at(70)))).toBe(true);
      expect(await lanes.due(at(70), 10)).toEqual(["r#e"]);
    });

    test("one worker has it at a time, until the lease runs out", async () => {
      const { lanes } = await create();
      expect(await lanes.lease("r#e", "a", 0, 100)).toBeUndefined();
      await lanes.wake(newLane("r", "e", NOON));
      expect(await lanes.lease("r#e", "a", 0, 100)).toMatchObject({ leaseOwner: "a", leaseUntil: 100 });
      expect(await lanes.lease("r#e", "b", 99, 200)).toBeUndefined();
      expect(await lanes.lease("r#e", "b", 100, 200)).toMatchObject({ leaseOwner: "b" });
    });

    test("a write that does not know the last one is refused; one without a time is not due", async () => {
      const { lanes } = await create();
      await lanes.wake(newLane("r", "e", NOON));
      const lane = await lanes.lease("r#e", "a", 0, 100);
      if (!lane) throw new Error("no lease");
      await lanes.wake(newLane("r", "e", at(-5)));
      expect(await lanes.save({ ...lane, doneThrough: 4 })).toBe(false);
      const { dueAt: _due, ...idle } = { ...lane, rev: lane.rev + 1, doneThrough: 4, memory: { thread: "1.2" } };
      expect(await lanes.save(idle)).toMatchObject({ doneThrough: 4, rev: lane.rev + 2 });
      expect(await lanes.due(at(100), 10)).toEqual([]);
      expect(await lanes.get("r#e")).toEqual({ ...idle, rev: lane.rev + 2 });
    });
  });

  test(`${name}: receivers come, change and go`, async () => {
    const { receivers } = await create();
    const receiver: Receiver = {
      receiverId: "r",
      kind: "webhook",
      filter: { types: ["WaveCompleted"] },
      settings: {},
      enabled: true,
      since: NOON,
      ratePerSecond: 5,
      retryHours: 72,
    };
    await receivers.put(receiver);
    await receivers.put({ ...receiver, enabled: false, disabledReason: "gone" });
    expect(await receivers.list()).toEqual([{ ...receiver, enabled: false, disabledReason: "gone" }]);
    await receivers.remove("r");
    expect([await receivers.get("r"), await receivers.list()]).toEqual([undefined, []]);
  });

  test(`${name}: who listens is remembered, each value for itself, and is no event`, async () => {
    const { listening, events } = await create();
    expect(await listening.read()).toEqual({});
    await listening.cover(at(5));
    await listening.pulled(at(1), at(6));
    expect(await listening.read()).toEqual({ coveredTo: at(5), pulledSince: at(1), pulledAt: at(6) });
    expect((await events.feed(undefined, 10, at(60))).events).toEqual([]);
  });

  test(`${name}: records are listed newest first, by outcome`, async () => {
    const { records } = await create();
    const record = (attempt: number, outcome: DeliveryRecord["outcome"]): DeliveryRecord => ({
      receiverId: "r",
      eventId: "e-1",
      executionId: "e",
      sequence: 1,
      type: "WaveCompleted",
      at: at(attempt),
      attempt,
      outcome,
    });
    for (const one of [record(1, "retry"), record(2, "retry"), record(3, "sent")]) await records.add(one);
    expect((await records.list("r", { limit: 2 })).map(({ attempt }) => attempt)).toEqual([3, 2]);
    expect((await records.list("r", { limit: 5, outcome: "retry" })).map(({ attempt }) => attempt)).toEqual([2, 1]);
    expect((await records.list("r", { limit: 5, before: at(2) })).map(({ attempt }) => attempt)).toEqual([1]);
    expect(await records.list("other", { limit: 5 })).toEqual([]);
  });
}
