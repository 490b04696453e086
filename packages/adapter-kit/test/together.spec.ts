/** Given requests for one task that reach workers at the same time, in any order of their calls: no two of them act on a lamp at once. */
import { expect, test } from "vitest";
import { chooseBy } from "../src/testing/conductor.ts";
import type { RequestOptions } from "../src/testing/index.ts";
import { given } from "./given-lamps.ts";

type Asked = Pick<RequestOptions, "type" | "attempt">;
const rollback: Asked = { type: "TechnologyRollbackRequested" };
const cleanup: Asked = { type: "TechnologyCleanupRequested" };
const again: Asked = { type: "TechnologyRetryRequested", attempt: 2 };

/** One order of the calls of one run; `crashAtGate`: a worker dies there. */
interface Course {
  readonly seed: number;
  readonly crashAtGate?: number;
}

const ORDERS: readonly Course[] = Array.from({ length: 400 }, (_, seed) => ({ seed }));

/** What became of it, in all courses: the effects after the first one, and how each request ended. */
async function outcomesOf(asked: readonly Asked[], courses: readonly Course[] = ORDERS): Promise<readonly string[]> {
  const outcomes = courses.map(async ({ seed, crashAtGate }) => {
    const run = given({ a: "off" }, { operation: "copy", executionType: "drill", crashAtGate });
    const original = run.request();
    await run.run();
    const ask = () => asked.map((one) => run.request({ ...one, ...(one === again ? {} : { undoes: original }) }));
    const ids = ask();
    await run.runTogether(chooseBy(seed));
    await run.run();
    // Whom a newer attempt replaced says so when it is asked again.
    ask();
    await run.run();
    return [run.world.effects().slice(1).join(" "), ...ids.map((id) => run.outcomeOf(id))].join(", ");
  });
  return [...new Set(await Promise.all(outcomes))].toSorted();
}

test("a rollback and a clean-up: the lamp is switched off once, and both are done", async () => {
  expect(await outcomesOf([rollback, cleanup])).toEqual(["toggle a, TechnologyCompleted, TechnologyCompleted"]);
});

test("one of them dies at any of its calls", async () => {
  const run = given({ a: "off" }, { operation: "copy", executionType: "drill" });
  run.request();
  await run.run();
  const from = run.gates();
  const courses = Array.from({ length: 60 * 8 }, (_, index) => ({ seed: index % 8, crashAtGate: from + 1 + Math.floor(index / 8) }));
  expect(await outcomesOf([rollback, cleanup], courses)).toEqual(["toggle a, TechnologyCompleted, TechnologyCompleted"]);
});

test("each of them twice", async () => {
  const [once, ...others] = await outcomesOf([rollback, cleanup, rollback, cleanup]);
  expect([once, others]).toEqual(["toggle a, TechnologyCompleted, TechnologyCompleted, TechnologyCompleted, TechnologyCompleted", []]);
});

test("a rollback, a clean-up and a new attempt: it finds the lamp on, or waits for the one that switches it off", async () => {
  const replaced = "TechnologyFailed task.superseded";
  expect(await outcomesOf([rollback, cleanup, again])).toEqual([
    `, ${replaced}, ${replaced}, TechnologyCompleted`,
    `toggle a toggle a, TechnologyCompleted, ${replaced}, TechnologyCompleted`,
    `toggle a toggle a, ${replaced}, TechnologyCompleted, TechnologyCompleted`,
  ]);
});
