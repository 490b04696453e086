// Silent or slow: within two seconds on a machine that keeps its time, and with more patience on one that does not.
import { expect, it } from "vitest";
import { LOOK_EVERY_MS } from "./dependencies.ts";
import { inTime, LONGEST_MS, PATIENCE_MS, type Time } from "./patience.ts";

const never = new Promise<boolean>(() => undefined);

/** Time in which every sleep takes so much longer than it should. */
function timeThatIs(lateMs: (sleeps: number) => number): Time & { readonly nowMs: () => number } {
  let [now, sleeps] = [0, 0];
  return {
    nowMs: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds + lateMs((sleeps += 1));
      return undefined;
    },
  };
}

it("gives up on who is silent soon enough for it to be known within two seconds", async () => {
  const time = timeThatIs(() => 0);
  expect([await inTime(never, time), time.nowMs()]).toEqual([false, PATIENCE_MS]);
  expect(PATIENCE_MS + LOOK_EVERY_MS).toBeLessThanOrEqual(2_000);
});

it("waits longer while the machine is late itself, and gives up once it is not", async () => {
  const always = timeThatIs(() => 100);
  expect([await inTime(never, always), always.nowMs()]).toEqual([false, LONGEST_MS]);
  const atFirst = timeThatIs((sleeps) => (sleeps <= 10 ? 100 : 0));
  expect(await inTime(never, atFirst)).toBe(false);
  expect(atFirst.nowMs()).toBe(4_000);
});

it("takes a word that comes meanwhile, whichever it is", async () => {
  const time = timeThatIs(() => 0);
  expect(await inTime(Promise.resolve(true), time)).toBe(true);
  expect(await inTime(Promise.resolve(false), time)).toBe(false);
});
