/** What every adapter has to stand: the same suite for all of them, run on the adapter's own stateful fake. */
import { describe, expect, test } from "vitest";
import type { FaultPlan } from "./faults.ts";
import { createHarness, type Harness, type Hardship } from "./harness.ts";
import type { ConformanceSubject, Scenario } from "./scenario.ts";

/** Runs the suite: each effect exactly once and the true outcome reported, whatever happens on the way. */
export function adapterConformance<Clients>(subject: ConformanceSubject<Clients>): void {
  describe.each(subject.scenarios)("$name", (scenario) => {
    const start = (hardship?: Hardship): Harness<Clients> => createHarness(subject, scenario, hardship);
    requestConformance(start, scenario);
    faultConformance(start, scenario);
    timeConformance(start, scenario);
    inverseConformance(start, scenario);
  });
  inputConformance(subject);
}

type Start<Clients> = (hardship?: Hardship) => Harness<Clients>;

function requestConformance<Clients>(start: Start<Clients>, scenario: Scenario<Clients>): void {
  test("completes with each effect once, and says so", async () => {
    const run = start();
    const operationId = run.request();
    await run.run();
    expectCompleted(run, operationId, scenario.effects);
    expect(run.facts().map(({ source }) => source)).toContain(`dr.adapter.${run.facts()[0]?.data["technology"] as string}`);
    expect(run.facts().every(({ epoch, correlationid }) => epoch === 1 && correlationid === "correlation-1")).toBe(true);
  });

  test("a redelivery before, while and after it runs changes nothing and gets the stored answer", async () => {
    const run = start();
    const operationId = run.request();
    run.request();
    await run.run(2);
    run.request({ type: "TechnologyRetryRequested" });
    await run.run();
    const told = run.facts().filter(({ type }) => type === "TechnologyCompleted");
    run.request({ type: "TechnologyRetryRequested" });
    await run.run();
    expectCompleted(run, operationId, scenario.effects);
    const answers = run.facts().filter(({ type }) => type === "TechnologyCompleted");
    expect(answers).toHaveLength(told.length + 1);
    expect(answers.at(-1)).toMatchObject({ id: told[0]?.id, time: told[0]?.time, data: told[0]?.data });
  });

  test.each([2, 4])("%i concurrent deliveries of every message", async (deliveries) => {
    const run = start({ deliveries });
    const operationId = run.request();
    await run.run();
    expectCompleted(run, operationId, scenario.effects);
  });

  test("a lower epoch has no effect", async () => {
    const run = start();
    run.request({ attempt: 2, epoch: 5, type: "TechnologyCancelRequested" });
    await run.run();
    run.request({ attempt: 3, epoch: 4 });
    await run.run();
    expect(run.staleEpochs()).toBe(1);
    expect(run.world.effects()).toEqual([]);
  });

  test("asked again by a Region that took over, it answers under the new epoch", async () => {
    const run = start();
    const operationId = run.request({ epoch: 1 });
    await run.run(1);
    run.request({ epoch: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expectCompleted(run, operationId, scenario.effects);
    expect(run.facts().findLast(({ type }) => type === "TechnologyCompleted")?.epoch).toBe(2);
  });
}

function faultConformance<Clients>(start: Start<Clients>, scenario: Scenario<Clients>): void {
  const count = scenario.effects.length;
  const plans: readonly (readonly [string, FaultPlan])[] = [
    ["a throttled act", { mutations: Array.from({ length: count }, () => "throttled") }],
    ["throttled reads", { throttledReads: 3 }],
    ["500 after the act was accepted", { mutations: Array.from({ length: count }, () => "error_500_after_accept") }],
    ["a reset after the act was accepted", { mutations: Array.from({ length: count }, () => "reset_after_accept") }],
    ["stale reads", { staleReadsForMs: 4_000 }],
    ["a reset and then stale reads", { mutations: Array.from({ length: count }, () => "reset_after_accept"), staleReadsForMs: 8_000 }],
    [
      "throttled, then 500 after accept",
      { mutations: ["throttled", ...Array.from({ length: count }, () => "error_500_after_accept" as const)] },
    ],
  ];
  test.each(plans)("%s", async (_name, faults) => {
    const run = start({ faults });
    const operationId = run.request();
    await run.run();
    expectCompleted(run, operationId, scenario.effects);
  });

  test("status words that nobody knows mean: in progress", async () => {
    const run = start();
    run.world.speakUnknownWords?.();
    const operationId = run.request();
    await run.run();
    expectCompleted(run, operationId, scenario.effects);
  });

  test("a crash at any await", async () => {
    const clean = start();
    clean.request();
    await clean.run();
    for (let gate = 1; gate <= clean.gates(); gate += 1) {
      const run = start({ crashAtGate: gate });
      const operationId = run.request();
      await run.run();
      expectCompleted(run, operationId, scenario.effects, `crash at gate ${gate} of ${clean.gates()}`);
    }
  });

  test("a crash at any await, with every message delivered twice", async () => {
    const clean = start({ deliveries: 2 });
    clean.request();
    await clean.run();
    for (let gate = 1; gate <= clean.gates(); gate += 1) {
      const run = start({ crashAtGate: gate, deliveries: 2 });
      const operationId = run.request();
      await run.run();
      expectCompleted(run, operationId, scenario.effects, `crash at gate ${gate} of ${clean.gates()}`);
    }
  });
}

function timeConformance<Clients>(start: Start<Clients>, scenario: Scenario<Clients>): void {
  const tooShort = scenario.takesAtLeastSeconds / 2;

  test("past its deadline it fails; the next attempt finds the effect instead of repeating it", async () => {
    const run = start();
    const first = run.request({ deadlineSeconds: tooShort });
    await run.run();
    expect(run.outcomeOf(first)).toBe("TechnologyFailed task.timed_out");
    const second = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expectCompleted(run, second, scenario.effects);
  });

  test("a request that comes after its deadline does nothing", async () => {
    const run = start();
    const operationId = run.request({ deadlineSeconds: -60 });
    await run.run();
    expect(run.outcomeOf(operationId)).toBe("TechnologyFailed task.timed_out");
    expect(run.world.effects()).toEqual([]);
  });

  test("attempt 2 takes over from attempt 1 while it runs; attempt 1's late polls change nothing", async () => {
    const run = start();
    const first = run.request();
    await run.run(1);
    const second = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expectCompleted(run, second, scenario.effects);
    run.request({ type: "TechnologyRetryRequested" });
    await run.run();
    expect(run.outcomeOf(first)).toBe("TechnologyFailed task.superseded");
    expect(run.world.effects().toSorted()).toEqual(scenario.effects.toSorted());
  });

  test("attempt 1's request, redriven from a dead-letter queue a day after attempt 2, does nothing", async () => {
    const run = start();
    const second = run.request({ attempt: 2 });
    await run.run();
    run.clock.advance(86_400_000);
    const first = run.request({ attempt: 1 });
    await run.run();
    expectCompleted(run, second, scenario.effects);
    expect(run.outcomeOf(first)).toBe("TechnologyFailed task.superseded");
  });

  test("cancelled before it came, it never acts", async () => {
    const run = start();
    run.request({ type: "TechnologyCancelRequested" });
    await run.run();
    const operationId = run.request();
    await run.run();
    expect(run.outcomeOf(operationId)).toBe("TechnologyFailed task.cancelled");
    expect(run.world.effects()).toEqual([]);
  });

  test("cancelled while it runs, it reports what really happened", async () => {
    const run = start();
    const operationId = run.request();
    await run.run(1);
    run.request({ type: "TechnologyCancelRequested" });
    await run.run();
    expect(run.world.effects().toSorted()).toEqual(scenario.effects.toSorted());
    const last = run.facts().findLast(({ type }) => type === "TechnologyCompleted" || type === "TechnologyFailed");
    const told = JSON.stringify(last?.data);
    // Either the service let itself be stopped, or the outcome is the real one and says that the stop came too late.
    expect([`${run.outcomeOf(operationId)}: ${told.includes("asked to stop")}`]).toContainEqual(
      expect.stringMatching(/^(?:TechnologyCompleted: true|TechnologyFailed task\.cancelled: (?:true|false))$/),
    );
  });
}

function inverseConformance<Clients>(start: Start<Clients>, scenario: Scenario<Clients>): void {
  const inverses = [
    { type: "TechnologyRollbackRequested", effects: scenario.rollbackEffects },
    { type: "TechnologyCleanupRequested", effects: scenario.cleanupEffects },
  ] as const;
  for (const { type, effects } of inverses) {
    if (!effects) continue;
    const both = [...scenario.effects, ...effects];

    test(`${type}: takes the effect back, once, at a crash at any await`, async () => {
      const begin = async (hardship?: Hardship): Promise<{ run: Harness<Clients>; inverse: string }> => {
        const run = start(hardship);
        const original = run.request();
        await run.run();
        const inverse = run.request({ type, undoes: original });
        await run.run();
        return { run, inverse };
      };
      const clean = await begin();
      expectCompleted(clean.run, clean.inverse, both);
      for (let gate = 1; gate <= clean.run.gates(); gate += 1) {
        const { run, inverse } = await begin({ crashAtGate: gate });
        expectCompleted(run, inverse, both, `crash at gate ${gate}`);
      }
    });

    test(`${type}: waits for an effect that is under way`, async () => {
      const run = start();
      const original = run.request();
      await run.run(1);
      const inverse = run.request({ type, undoes: original });
      await run.run();
      expectCompleted(run, inverse, both);
    });

    test(`${type}: of an effect whose answer was lost and whose task timed out`, async () => {
      const run = start({ faults: { mutations: Array.from({ length: scenario.effects.length }, () => "reset_after_accept") } });
      const original = run.request({ deadlineSeconds: scenario.takesAtLeastSeconds / 2 });
      await run.run();
      expect(run.outcomeOf(original)).toBe("TechnologyFailed task.timed_out");
      const inverse = run.request({ type, undoes: original });
      await run.run();
      expectCompleted(run, inverse, both);
    });
  }

  test("a rollback of something that the ledger does not know is refused, and shuts it out for good", async () => {
    const run = start();
    const original = run.operationIdOf(1);
    const inverse = run.request({ type: "TechnologyRollbackRequested", undoes: original });
    await run.run();
    expect(run.outcomeOf(inverse)).toBe("TechnologyFailed task.unknown_original");
    run.request();
    await run.run();
    expect(run.world.effects()).toEqual([]);
  });
}

function inputConformance<Clients>(subject: ConformanceSubject<Clients>): void {
  const [scenario] = subject.scenarios;
  if (!scenario) throw new Error("no scenario");

  test("invalid input fails with every issue and its path, and does nothing", async () => {
    const run = createHarness(subject, scenario);
    const operationId = run.request({ task: { resources: subject.invalidResources, config: { noSuchSetting: 1 } } });
    await run.run();
    expect(run.outcomeOf(operationId)).toBe("TechnologyFailed task.invalid_input");
    const failure = run.facts().at(-1)!.data["failure"] as { retryable: boolean; details: { issues: { path: string }[] } };
    expect(failure.retryable).toBe(false);
    expect(failure.details.issues.map(({ path }) => path.replace(/[.[].*/, ""))).toEqual(expect.arrayContaining(["resources", "config"]));
    expect(run.world.effects()).toEqual([]);
  });

  test("an unknown operation fails, naming the known ones", async () => {
    const run = createHarness(subject, scenario);
    const operationId = run.request({ task: { operation: "no_such_operation" } });
    await run.run();
    expect(run.outcomeOf(operationId)).toBe("TechnologyFailed task.unknown_operation");
    expect(run.world.effects()).toEqual([]);
  });

  test("poison is refused with an event.* code", async () => {
    const run = createHarness(subject, scenario);
    await expect(run.deliver({ nonsense: true })).rejects.toMatchObject({ code: "event.malformed" });
    await expect(run.deliver({ kind: "poll" })).rejects.toMatchObject({ code: "event.malformed_message" });
    expect(run.world.effects()).toEqual([]);
  });
}

function expectCompleted<Clients>(run: Harness<Clients>, operationId: string, effects: readonly string[], hint?: string): void {
  expect({ hint, effects: run.world.effects().toSorted(), outcome: run.outcomeOf(operationId) }).toEqual({
    hint,
    effects: effects.toSorted(),
    outcome: "TechnologyCompleted",
  });
}
