/** Given tasks of an ordinary recovery, then: how often the ledger is written and asked. Requests are the cost. */
import type { VirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { createMemoryLedger } from "../src/ledger/memory-ledger.ts";
import { createPaces, delayOf, nextWriteMs } from "../src/task/pace.ts";
import { createHarness } from "../src/testing/index.ts";
import type { Ledger } from "../src/index.ts";
import { createFakeValves, valveAdapter } from "./valve.ts";

const WRITES: readonly (keyof Ledger)[] = ["register", "create", "save", "writePaces"];

function counting(valves: readonly string[]) {
  const scenario = {
    name: "given",
    operation: "set_position",
    config: { position: 50 },
    resources: { valves },
    effects: [],
    takesAtLeastSeconds: 30,
    createWorld: (clock: VirtualClock) => createFakeValves(Object.fromEntries(valves.map((valve) => [valve, { position: 0 }])), clock),
  };
  return createHarness({ adapter: valveAdapter, mutations: ["set"], scenarios: [scenario], invalidResources: {} }, scenario);
}

async function once(run: ReturnType<typeof counting>) {
  run.request({ deadlineSeconds: 600 });
  await run.run();
  const calls = run.ledgerCalls();
  return { writes: WRITES.reduce((sum, name) => sum + (calls[name] ?? 0), 0), reads: calls["get"] ?? 0, facts: run.facts().length };
}

test("one resource: registered, opened with its intent, submitted, one write for three looks that see nothing new; nothing for marks and leases", async () => {
  const run = counting(["a"]);
  // Six looks, the last of which ends it, and three of which are not written down; one read each; the first request of an execution needs none.
  expect(await once(run)).toEqual({ writes: 1 + 1 + 1 + 3 + 1, reads: 6, facts: 3 });
});

test("the next request of an execution is known to be new by its registration; the same one again is read", async () => {
  const run = counting(["a"]);
  run.request({ deadlineSeconds: 600 });
  await run.run(1);
  run.request({ deadlineSeconds: 600, attempt: 2 });
  await run.run(1);
  // Attempt 2 looks at attempt 1, whose place it takes.
  expect(run.ledgerCalls()).toMatchObject({ raiseEpoch: 2, register: 2, get: 1 });
  run.request({ deadlineSeconds: 600, attempt: 2 });
  await run.run(1);
  expect(run.ledgerCalls()).toMatchObject({ raiseEpoch: 3, register: 3, get: 2 });
});

test("the number of resources costs nothing", async () => {
  expect(await once(counting(["a", "b", "c", "d"]))).toEqual({ writes: 7, reads: 6, facts: 3 });
});

test("an operation that has a history is looked at when its end is near", async () => {
  const run = counting(["a"]);
  await run.ledger.writePaces("set_position#execute", { only: 30 });
  expect(await once(run)).toEqual({ writes: 1 + 1 + 1 + 2, reads: 3, facts: 3 });
});

test("a look that came hours late teaches no pace: later operations are looked at in time", async () => {
  const run = counting(["a"]);
  run.request({ deadlineSeconds: 86_400 });
  await run.run(3);
  run.clock.advance(7_200_000);
  await run.run();
  expect(run.facts().at(-1)?.type).toBe("TechnologyCompleted");
  expect((await run.ledger.readPaces("set_position#execute"))["only"]).toBeLessThan(120);
});

test("kinds of resources have histories of their own", async () => {
  const ledger = createMemoryLedger();
  const operation = {
    defaults: { timeoutSeconds: 600, heartbeatSeconds: 60, expectedSeconds: 100 },
    paceOf: (target: string) => ({ kind: target.slice(0, 1), expectedSeconds: target.startsWith("q") ? 10 : undefined }),
  };
  const before = await createPaces(ledger).expected("op", operation);
  expect([before("q1"), before("s1")]).toEqual([10, 100]);
  await createPaces(ledger).learn("op", operation, { q1: 30, q2: 20, s1: 200 });
  await createPaces(ledger).learn("op", operation, { q1: 40, s1: 210 });
  expect(await ledger.readPaces("op")).toEqual({ q: 20 + (40 - 20) * 0.2, s: 200 });
  const after = await createPaces(ledger).expected("op", operation);
  expect([after("q9"), after("s9"), after("other")]).toEqual([24, 200, 100]);
});

test("a pace is read once, however many ask while it is, and written when it has moved by a tenth and by a second of the queue", async () => {
  const memory = createMemoryLedger();
  const calls: string[] = [];
  const ledger = {
    readPaces: (name: string) => (calls.push("read"), memory.readPaces(name)),
    writePaces: (name: string, paces: Readonly<Record<string, number>>) => (calls.push("write"), memory.writePaces(name, paces)),
  };
  const operation = { defaults: { timeoutSeconds: 600, heartbeatSeconds: 60 } };
  const paces = createPaces(ledger, 10);
  await Promise.all([paces.expected("op", operation), paces.learn("op", operation, { a: 40 }), paces.expected("op", operation)]);
  for (const took of [31, 49, 29]) await paces.learn("op", operation, { a: took });
  expect([calls, await memory.readPaces("op")]).toEqual([["read", "write", "write"], { only: 29 }]);
});

const STEPS = { a: { state: "SUBMITTED", acts: 1, warnings: [], intentAt: "t" } } as const;

const AT = Date.parse("2026-11-23T04:00:00.000Z");

test.each([
  ["three looks to a write", 5, 600, 5 + 2 * 5],
  ["before the planner would ask", 30, 60, 54],
  ["never before the look that is arranged", 58, 60, 58],
])("what is written down next: %s", (_name, delaySeconds, heartbeatSeconds, after) => {
  const item = { progress: { message: "", at: new Date(AT).toISOString() }, task: { heartbeatSeconds } as never };
  expect(nextWriteMs(item, AT + delaySeconds * 1000, delaySeconds) - AT).toBe(after * 1000);
});

const PACING = { pollSeconds: 5, heartbeatSeconds: 600, timeScale: 1, untilDeadlineSeconds: 1_800 };

test.each<[string, number, { expectedSeconds?: number; heartbeatSeconds?: number; untilDeadlineSeconds?: number }, number]>([
  ["early, nothing is asked", 0, {}, 48],
  ["near the end, closely", 50, {}, 5],
  ["somewhat overdue, a little less so", 72, {}, 9],
  ["much overdue, seldom", 1_200, {}, 150],
  ["the planner has to hear something", 0, { expectedSeconds: 3_600, heartbeatSeconds: 60 }, 48],
  ["the last look is at the deadline", 0, { untilDeadlineSeconds: 7 }, 7],
])("%s", (_name, elapsed, { expectedSeconds = 60, ...change }, delay) => {
  expect(delayOf({ steps: STEPS }, { ...PACING, secondsSince: () => elapsed, expectedSeconds: () => expectedSeconds, ...change })).toBe(
    delay,
  );
});
