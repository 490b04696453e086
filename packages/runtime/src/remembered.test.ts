import { expect, test, vi } from "vitest";
import { createVirtualClock } from "./clock.ts";
import { remembered, type RememberOptions } from "./remembered.ts";

function memory({ fails = [], ...options }: Partial<RememberOptions> & { readonly fails?: readonly number[] } = {}) {
  const clock = createVirtualClock("2026-11-23T04:00:00.000Z");
  const asked: string[] = [];
  const read = async (key: string): Promise<string> => {
    asked.push(key);
    const turn = asked.length;
    if (fails.includes(turn)) throw new Error("down");
    return `${key} ${turn}`;
  };
  return { recall: remembered(read, { clock, keepMs: 30_000, ...options }), asked, clock };
}

test("fifty who ask at once are answered by one read, and those who come while it is young by none", async () => {
  const { recall, asked, clock } = memory();
  const answers = await Promise.all(Array.from({ length: 50 }, () => recall("orders")));
  expect(new Set(answers)).toEqual(new Set(["orders 1"]));
  clock.advance(29_999);
  expect([await recall("orders"), asked.length]).toEqual(["orders 1", 1]);
  clock.advance(1);
  expect([await recall("orders"), asked.length]).toEqual(["orders 2", 2]);
});

test("who wants a younger answer gets one, and so does everybody after", async () => {
  const { recall, clock } = memory();
  await recall();
  clock.advance(1_999);
  expect(await recall("", 2_000)).toBe(" 1");
  clock.advance(1);
  expect([await recall("", 2_000), await recall()]).toEqual([" 2", " 2"]);
});

test("a read that takes long is joined also by those who want a young answer, until it takes longer than answers are kept", async () => {
  const clock = createVirtualClock("2026-11-23T04:00:00.000Z");
  const pending: ((answer: string) => void)[] = [];
  const recall = remembered(() => new Promise<string>((resolve) => pending.push(resolve)), { clock, keepMs: 30_000 });
  const first = recall();
  clock.advance(29_999);
  const second = recall("", 2_000);
  clock.advance(1);
  const third = recall("", 2_000);
  expect(pending.length).toBe(2);
  pending[0]?.("slow");
  pending[1]?.("next");
  expect(await Promise.all([first, second, third])).toEqual(["slow", "slow", "next"]);
  expect(await recall("", 2_000)).toBe("next");
  expect(pending.length).toBe(2);
});

test("keys are told apart, and only so many are remembered", async () => {
  const { recall, asked } = memory({ maxKeys: 2 });
  for (const key of ["a", "b", "a", "c", "c", "a"]) await recall(key);
  expect(asked).toEqual(["a", "b", "c", "a"]);
});

test("what could not be read is asked for again", async () => {
  const { recall } = memory({ fails: [1] });
  await expect(Promise.all([recall("orders"), recall("orders")])).rejects.toThrow("down");
  expect(await recall("orders")).toBe("orders 2");
});

test("an older answer counts while nothing newer can be read, if the failure is told to somebody", async () => {
  const onFailure = vi.fn<(error: unknown) => void>();
  const { recall, clock } = memory({ fails: [1, 3, 4], onFailure });
  await expect(recall()).rejects.toThrow("down");
  await recall();
  clock.advance(60_000);
  expect([await recall(), await recall(), await recall()]).toEqual([" 2", " 2", " 5"]);
  expect(onFailure.mock.calls).toEqual([[new Error("down")], [new Error("down")]]);
  const deaf = memory({ fails: [2] });
  await deaf.recall();
  deaf.clock.advance(60_000);
  await expect(deaf.recall()).rejects.toThrow("down");
});
