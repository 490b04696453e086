/** Who comes to a turn, how often, and in which order. */
import { expect, it } from "vitest";
import { measureCase, rotated } from "./cases.ts";
import { createFigures } from "./figures.ts";
import type { Subject } from "./subjects.ts";

it("begins with another item each time", () => {
  expect([0, 1, 2, 3].map((by) => rotated(["a", "b", "c"], by).join(""))).toEqual(["abc", "bca", "cab", "abc"]);
});

it("lets the wanted subjects take turns block by block, and notes one figure for each", async () => {
  const turns: string[] = [];
  const subject = (name: string): Subject => ({
    name,
    append: async () => {
      turns.push(name);
    },
    read: () => Promise.resolve(0),
  });
  const figures = createFigures();
  const one = { subjects: ["a", "b"], load: { clients: 1, streams: 1, events: 1, operations: 6 } };
  await measureCase(figures, [subject("a"), subject("b"), subject("c")], { one, firstStream: 0, blocks: 3 });
  expect(turns.join("")).toBe("aabbbbaaaabb");
  expect(figures.rows("nowhere", "appends/s").map((row) => row.subject)).toEqual(["a (nowhere)", "b (nowhere)"]);
});
