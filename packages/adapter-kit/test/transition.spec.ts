/** Given valves, when they are set and put back, then: what a transition derives from its parts. */
import type { TaskResult } from "@dr/events";
import { describe, expect, test } from "vitest";
import { createHarness, type RequestOptions } from "../src/testing/index.ts";
import { createFakeValves, valveAdapter, type FakeValve, type ValveWorld } from "./valve.ts";

interface Given {
  readonly valves?: Readonly<Record<string, FakeValve>>;
  readonly executionType?: "drill" | "recovery";
  readonly mode?: "planned" | "unplanned";
}

function given({ valves = { a: { position: 10 } }, executionType = "recovery", mode = "planned" }: Given = {}) {
  let world: ValveWorld | undefined;
  const scenario = {
    name: "given",
    operation: "set_position",
    executionType,
    mode,
    config: { position: 50 },
    resources: { valves: Object.keys(valves) },
    effects: [],
    takesAtLeastSeconds: 30,
    createWorld: (clock: Parameters<typeof createFakeValves>[1]) => (world = createFakeValves(valves, clock)),
  };
  const run = createHarness({ adapter: valveAdapter, mutations: ["set"], scenarios: [scenario], invalidResources: {} }, scenario);
  const ask = async (options: RequestOptions = {}): Promise<string> => {
    const operationId = run.request({ deadlineSeconds: 600, ...options });
    await run.run();
    return operationId;
  };
  const closing = () =>
    run.facts().at(-1)!.data as {
      failure?: { code: string; message: string; retryable: boolean; details: Record<string, unknown> };
      result: TaskResult;
    };
  return { run, ask, closing, world: world! };
}

describe("forward", () => {
  test("the change is proven, with the state before and the handle of the act", async () => {
    const { ask, closing, world } = given();
    await ask();
    expect(world.effects()).toEqual(["set a 50"]);
    expect(closing().result.resources[0]).toMatchObject({
      outcome: "completed",
      before: { position: 10 },
      after: { position: 50 },
      externalIds: { orderId: "order-1" },
      reversible: true,
    });
  });

  test("what is so already costs nothing", async () => {
    const { ask, closing, world } = given({ valves: { a: { position: 50 } } });
    await ask();
    expect(world.effects()).toEqual([]);
    expect(closing().result.resources[0]).toMatchObject({ outcome: "noop", rpo: { method: "no_effect" } });
  });

  test("a drill only looks, and says what it would have done", async () => {
    const { ask, closing, world } = given({ executionType: "drill" });
    await ask();
    expect(world.effects()).toEqual([]);
    expect(closing().result.resources[0]).toMatchObject({ outcome: "skipped_in_drill", after: { wouldReach: { position: 50 } } });
  });

  test("a lasting obstacle fails at once, in the service's word; every one of them is named", async () => {
    const { run, ask, closing } = given({ valves: { a: { position: 10, restsAt: "seized", pressure: 95 } } });
    await ask();
    expect(closing().failure).toMatchObject({
      code: "valve.unusable",
      message: "a: a is seized at 10; a is at 95 bar",
      retryable: false,
      details: { status: "seized" },
    });
    expect(run.clock.nowIso()).toBe("2026-11-23T04:00:00.000Z");
  });

  test.each([
    ["planned", ["a: a is at 80 bar"]],
    ["unplanned", []],
  ] as const)("a warning of a %s recovery is reported", async (mode, warnings) => {
    const { ask, closing } = given({ valves: { a: { position: 10, pressure: 80 } }, mode });
    await ask();
    expect(closing().result.warnings).toEqual(warnings);
  });
});

describe("done is the changed fact and that it serves", () => {
  test("a working status that lasts does not hold it up", async () => {
    const { run, ask } = given({ valves: { a: { position: 10, restsAt: "lubricating" } } });
    expect(run.outcomeOf(await ask())).toBe("TechnologyCompleted");
    expect(run.clock.nowIso()).toBe("2026-11-23T04:00:30.000Z");
  });

  test("a word that nobody knows holds it up until reads have settled, and is told", async () => {
    const valves: Record<string, FakeValve> = { a: { position: 10 } };
    const { run, closing } = given({ valves });
    const operationId = run.request({ deadlineSeconds: 600 });
    await run.run(1);
    valves["a"] = { position: 10, restsAt: "meditating" };
    await run.run();
    expect(run.outcomeOf(operationId)).toBe("TechnologyCompleted");
    expect(run.clock.nowIso()).toBe("2026-11-23T04:00:50.000Z");
    expect(closing().result.warnings).toEqual([
      "a: a is meditating at 50: the last word is not known to us; what counts is the fact that has changed",
    ]);
  });
});

describe("undo", () => {
  test("puts back what was there", async () => {
    const { ask, world } = given();
    const original = await ask();
    await ask({ type: "TechnologyRollbackRequested", undoes: original });
    expect(world.effects()).toEqual(["set a 50", "set a 10"]);
  });

  test("refuses, with both values, where somebody else acted since", async () => {
    const { ask, closing, world } = given();
    const original = await ask();
    world.turnByHand("a", 77);
    await ask({ type: "TechnologyRollbackRequested", undoes: original });
    expect(world.effects()).toEqual(["set a 50"]);
    expect(closing().failure).toMatchObject({
      code: "task.changed_since",
      message: 'a: a was changed by somebody else since: found a is ok at 77, left {"position":50}; nothing was put back',
      retryable: false,
      details: { found: "a is ok at 77", left: { position: 50 }, wouldRestore: { position: 10 } },
    });
  });

  test("of what somebody put back already is nothing to do", async () => {
    const { ask, closing, world } = given();
    const original = await ask();
    world.turnByHand("a", 10);
    await ask({ type: "TechnologyRollbackRequested", undoes: original });
    expect(world.effects()).toEqual(["set a 50"]);
    expect(closing().result.resources[0]?.outcome).toBe("noop");
  });
});
