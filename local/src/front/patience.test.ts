// Silent or slow: within two seconds on a machine that keeps its time, and with more patience on one that does not, or that has no processor to give.
import { expect, it } from "vitest";
import { LOOK_EVERY_MS } from "./dependencies.ts";
import { inTime, LONGEST_MS, PATIENCE_MS, type Time } from "./patience.ts";
import { starvedIn, starvedMs } from "./pressure.ts";

const never = new Promise<boolean>(() => undefined);

/** Time in which every sleep takes so much longer than it should, and in whose share somebody waits for a processor. */
function timeThatIs(lateMs: (sleeps: number) => number, starved: (now: number) => number = () => 0): Time {
  let [now, sleeps] = [0, 0];
  return {
    nowMs: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds + lateMs((sleeps += 1));
      return undefined;
    },
    starvedMs: () => 7_000 + starved(now),
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

it("waits longer while somebody waits for a processor, although our own timers are on time: those who sleep are woken first", async () => {
  const always = timeThatIs(
    () => 0,
    (now) => now / 2,
  );
  expect([await inTime(never, always), always.nowMs()]).toEqual([false, LONGEST_MS]);
  const atFirst = timeThatIs(
    () => 0,
    (now) => Math.min(now, 1_000),
  );
  expect([await inTime(never, atFirst), atFirst.nowMs()]).toEqual([false, 4_000]);
});

it("reads what the kernel tells, and nothing where it tells nothing", () => {
  const text = "some avg10=60.18 avg60=41.63 avg300=24.78 total=144859376\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=9\n";
  expect([starvedIn(text), starvedIn("")]).toEqual([144_859.376, 0]);
  expect(starvedMs()).toBeGreaterThanOrEqual(0);
});

it("takes a word that comes meanwhile, whichever it is", async () => {
  const time = timeThatIs(() => 0);
  expect(await inTime(Promise.resolve(true), time)).toBe(true);
  expect(await inTime(Promise.resolve(false), time)).toBe(false);
});
