/** Who appends to which stream, and that all subjects write the same. */
import { expect, it } from "vitest";
import { appendsPerSecond } from "./load.ts";
import { castoreInMemory, oursInMemory, type Subject } from "./subjects.ts";

const load = { clients: 3, streams: 7, events: 2, operations: 21, firstStream: 100 };

it("spreads the operations evenly over the streams, each of them one client's own", async () => {
  const appends: { stream: number; events: number }[] = [];
  const open = new Set<number>();
  const recorder: Subject = {
    name: "recorder",
    append: async (stream, events) => {
      expect(open.has(stream)).toBe(false);
      open.add(stream);
      await Promise.resolve();
      open.delete(stream);
      appends.push({ stream, events });
    },
    read: () => Promise.resolve(0),
  };
  expect(await appendsPerSecond(recorder, load)).toBeGreaterThan(0);
  const perStream = Map.groupBy(appends, ({ stream }) => stream);
  expect([...perStream.keys()].toSorted((a, b) => a - b)).toEqual([100, 101, 102, 103, 104, 105, 106]);
  expect(appends.every(({ events }) => events === 2)).toBe(true);
  // Seven appends for each client: over three streams, two and two.
  expect([...perStream.values()].map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([2, 2, 3, 3, 3, 4, 4]);
});

it.each([oursInMemory, castoreInMemory])("%o keeps every event of every append", async (create) => {
  const subject = create();
  await appendsPerSecond(subject, { ...load, clients: 2, streams: 2, operations: 10 });
  expect([await subject.read(100), await subject.read(101), await subject.read(102)]).toEqual([10, 10, 0]);
});
