// Work that many ask for at once: each gets a run that began after it asked, and there are few of them.
import { array, assert, asyncProperty, constantFrom, integer, record } from "fast-check";
import { expect, test } from "vitest";
import { createJoinedRuns } from "./joined-runs.ts";

test("what is asked for in one breath is one run, and what comes meanwhile is one more", async () => {
  const runs: (readonly number[])[] = [];
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ask = createJoinedRuns<number>(async (_key, wishes) => {
    runs.push([...wishes]);
    await gates[runs.length - 1]?.promise;
  });
  const first = [ask("a", 1), ask("a", 2)];
  await Promise.resolve().then(() => Promise.resolve());
  const later = [ask("a", 3), ask("a", 4)];
  gates[0]?.resolve();
  await Promise.all(first);
  gates[1]?.resolve();
  await Promise.all(later);
  expect(runs).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("a run that failed fails those who asked for it, and nobody else", async () => {
  let runs = 0;
  const ask = createJoinedRuns<number>(async () => {
    runs += 1;
    await Promise.resolve();
    if (runs === 1) throw new Error("down");
  });
  const first = [ask("a", 1), ask("a", 2)];
  await expect(Promise.allSettled(first)).resolves.toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  await expect(ask("a", 3)).resolves.toBeUndefined();
  expect(runs).toBe(2);
});

test("whoever asks at any time gets a run that began later, with its wish, while no two runs of a key overlap", async () => {
  const asked = record({ key: constantFrom("a", "b"), turns: integer({ min: 0, max: 6 }) });
  await assert(
    asyncProperty(array(asked, { maxLength: 30 }), array(integer({ min: 0, max: 5 }), { maxLength: 30 }), async (calls, lengths) => {
      let moment = 0;
      const open = new Set<string>();
      const began = new Map<number, number>();
      let overlaps = 0;
      const ask = createJoinedRuns<number>(async (key, wishes) => {
        if (open.has(key)) overlaps += 1;
        open.add(key);
        for (const wish of wishes) began.set(wish, (moment += 1));
        for (let turn = lengths[wishes[0] ?? 0] ?? 0; turn > 0; turn -= 1) await Promise.resolve();
        open.delete(key);
      });
      const late: number[] = [];
      const waits: Promise<void>[] = [];
      for (const [index, { key, turns }] of calls.entries()) {
        const askedAt = (moment += 1);
        waits.push(ask(key, index).then(() => void ((began.get(index) ?? 0) > askedAt || late.push(index))));
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      }
      await Promise.all(waits);
      expect({ late, overlaps, began: began.size }).toEqual({ late: [], overlaps: 0, began: calls.length });
    }),
  );
});
