// Jobs in threads: how many at once, who waits, and what becomes of those whose thread dies or hangs. Time and threads are the test's own.
import { array, assert, asyncProperty, constantFrom } from "fast-check";
import { expect, it } from "vitest";
import { createHeavyPool, type HeavyThread, type JobOutcome, type RunOutcome } from "./pool.ts";

const job = (name: string) => ({ name, event: null });
const answered = (answer: unknown): RunOutcome => ({ kind: "answered", answer });
/** Later than every promise that is settled. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function given({ threads = 2, waiting = 2 } = {}) {
  /** By name of the job that it does. */
  const at = new Map<string, { readonly end: (outcome: RunOutcome) => void; readonly die: () => void }>();
  const began: string[] = [];
  const timers = new Set<() => void>();
  const ended: number[] = [];
  let started = 0;
  const start = (): HeavyThread => {
    const id = (started += 1);
    let alive = true;
    return {
      run: ({ name }) =>
        new Promise((resolve) => {
          began.push(`${name}@${id}`);
          at.set(name, {
            end: resolve,
            die: () => {
              alive = false;
              resolve({ kind: "died", reason: "out of memory" });
            },
          });
        }),
      isAlive: () => alive,
      end: () => {
        alive = false;
        ended.push(id);
      },
    };
  };
  const after = (_: number, act: () => void) => {
    timers.add(act);
    return () => void timers.delete(act);
  };
  const pool = createHeavyPool({ start, threads, waiting, limitMs: 1, after });
  const outcomes = new Map<string, JobOutcome>();
  const ask = (name: string): void => void pool.run(job(name)).then((outcome) => outcomes.set(name, outcome));
  const passTime = (): void => [...timers].forEach((act) => act());
  return { ask, at, began, ended, outcomes, passTime, pool, timers, started: () => started };
}

it("does two at once, lets two wait in their order, and refuses the fifth at once", async () => {
  const { ask, at, began, outcomes, timers } = given();
  for (const name of ["a", "b", "c", "d", "e"]) ask(name);
  await settle();
  expect([began, [...outcomes]]).toEqual([["a@1", "b@2"], [["e", { kind: "busy" }]]]);
  at.get("b")?.end(answered(1));
  await settle();
  at.get("c")?.end(answered(2));
  await settle();
  expect(began).toEqual(["a@1", "b@2", "c@2", "d@2"]);
  at.get("a")?.end({ kind: "failed", reason: "no" });
  at.get("d")?.end(answered(3));
  await settle();
  expect(outcomes.get("a")).toEqual({ kind: "failed", reason: "no" });
  expect(timers.size).toBe(0);
});

it("starts no thread before it is needed, and no second one while the first is idle", async () => {
  const { ask, at, started } = given();
  expect(started()).toBe(0);
  for (const name of ["a", "b", "c"]) {
    ask(name);
    await settle();
    at.get(name)?.end(answered(name));
    await settle();
  }
  expect(started()).toBe(1);
});

it("a thread that dies is replaced, and what it did is told as open", async () => {
  const { ask, at, began, outcomes } = given({ threads: 1 });
  ask("a");
  ask("b");
  await settle();
  at.get("a")?.die();
  await settle();
  expect([began, outcomes.get("a")]).toEqual([["a@1", "b@2"], { kind: "died", reason: "out of memory" }]);
});

it("one that dies while nobody needs it is replaced, too", async () => {
  const { ask, at, began } = given({ threads: 1 });
  ask("a");
  await settle();
  at.get("a")?.end(answered(1));
  await settle();
  at.get("a")?.die();
  ask("b");
  await settle();
  expect(began).toEqual(["a@1", "b@2"]);
});

it("a job that takes too long is ended with its thread; so is the patience of those who wait", async () => {
  const { ask, at, began, ended, outcomes, passTime } = given({ threads: 1 });
  ask("a");
  ask("b");
  await settle();
  passTime();
  await settle();
  expect([ended, outcomes.get("a"), outcomes.get("b")]).toEqual([[1], { kind: "late" }, { kind: "busy" }]);
  ask("c");
  await settle();
  at.get("c")?.end(answered("c"));
  await settle();
  expect([began, outcomes.get("c")]).toEqual([["a@1", "c@2"], answered("c")]);
});

it("in any order of asking, answering, dying and waiting: never more than two at once, never more than two in wait, everybody hears", async () => {
  const step = constantFrom("ask" as const, "end" as const, "die" as const, "time" as const);
  await assert(
    asyncProperty(array(step, { maxLength: 40 }), async (steps) => {
      const { ask, at, began, outcomes, passTime } = given();
      const asked: string[] = [];
      const open = () => asked.filter((name) => at.has(name) && !outcomes.has(name));
      const acts = {
        ask: () => ask(asked[asked.push(`j${asked.length}`) - 1] as string),
        end: () => at.get(open()[0] ?? "")?.end(answered(1)),
        die: () => at.get(open().at(-1) ?? "")?.die(),
        time: passTime,
      };
      for (const each of steps) {
        acts[each]();
        await settle();
        expect(open().length).toBeLessThanOrEqual(2);
        expect(asked.length - began.length - [...outcomes.values()].filter(({ kind }) => kind === "busy").length).toBeLessThanOrEqual(2);
      }
      while (open().length > 0) {
        at.get(open()[0] ?? "")?.end(answered(1));
        await settle();
      }
      expect(outcomes.size).toBe(asked.length);
    }),
    { numRuns: 60 },
  );
});
