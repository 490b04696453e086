import { array, assert, boolean, nat, property, record } from "fast-check";
import { expect, test } from "vitest";
import { mostAtOnce, type Work } from "./most-at-once.ts";

const work = (weight: number, ...before: readonly number[]): Work => ({ weight, before });

test("what follows each other is not under way at once", () => {
  expect(mostAtOnce([])).toBe(0);
  expect(mostAtOnce([work(3)])).toBe(3);
  expect(mostAtOnce([work(3), work(4, 0), work(5, 1)])).toBe(5);
  expect(mostAtOnce([work(3), work(4), work(5, 0)])).toBe(9);
  // Through what weighs nothing, too.
  expect(mostAtOnce([work(3), work(0, 0), work(4, 1)])).toBe(4);
});

test("two tracks of different length overlap where they are heaviest", () => {
  expect(mostAtOnce([work(1), work(9, 0), work(1, 1), work(8), work(2, 3)])).toBe(17);
});

test("more than can be put together exactly count as all at once", () => {
  expect(mostAtOnce(Array.from({ length: 201 }, (_, index) => work(1, ...(index === 0 ? [] : [index - 1]))))).toBe(201);
});

/** Every set of pieces of which none waits for another. */
function byTrying(all: readonly Work[]): number {
  const after = all.map(() => new Set<number>());
  for (const [index, { before }] of all.entries())
    for (const each of before) for (const far of [each, ...(after[each] ?? [])]) after[index]?.add(far);
  let most = 0;
  for (let set = 0; set < 2 ** all.length; set += 1) {
    const chosen = all.flatMap((_, index) => ((set >> index) % 2 === 1 ? [index] : []));
    if (chosen.some((one) => chosen.some((other) => after[one]?.has(other)))) continue;
    most = Math.max(
      most,
      chosen.reduce((sum, index) => sum + (all[index]?.weight ?? 0), 0),
    );
  }
  return most;
}

const orders = array(record({ weight: nat({ max: 12 }), waits: array(boolean(), { minLength: 9, maxLength: 9 }) }), {
  minLength: 1,
  maxLength: 9,
}).map((all) =>
  all.map(({ weight, waits }, index) => work(weight, ...waits.slice(0, index).flatMap((does, each) => (does ? [each] : [])))),
);

test("is what trying every set finds, for random orders", () => {
  assert(
    property(orders, (all) => mostAtOnce(all) === byTrying(all)),
    { numRuns: 400, seed: 11 },
  );
});
