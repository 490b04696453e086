/** Conformance: rollback and cleanup. */
import { expect, test } from "vitest";
import { CRASH_TEST_MS, crashPoints, expectCompleted, expectEffectsOf, type Start } from "./expectations.ts";
import type { Hardship, Harness } from "./harness.ts";
import type { Scenario } from "./scenario.ts";

/** Tests: rollback and cleanup. */
export function inverseConformance<Clients>(start: Start<Clients>, scenario: Scenario<Clients>): void {
  const inverses = [
    { type: "TechnologyRollbackRequested", effects: scenario.rollbackEffects },
    { type: "TechnologyCleanupRequested", effects: scenario.cleanupEffects },
  ] as const;
  for (const { type, effects } of inverses) {
    if (!effects) continue;
    const both = [...scenario.effects, ...effects];

    test(
      `${type}: takes the effect back, once, at a crash at any await`,
      async () => {
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
        for (const gate of crashPoints(clean.run.gates(), scenario)) {
          const { run, inverse } = await begin({ crashAtGate: gate });
          expectCompleted(run, inverse, both, `crash at gate ${gate}`);
        }
      },
      CRASH_TEST_MS,
    );

    test(`${type}: waits for an effect that is under way`, async () => {
      const run = start();
      const original = run.request();
      await run.run(1 + (scenario.asksFirst ?? 0));
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
      if (!scenario.staged) return expectCompleted(run, inverse, both);
      expectEffectsOf(run, both, scenario);
      expect(run.outcomeOf(inverse)).toBe("TechnologyCompleted");
    });

    test(`${type}: one that comes after a newer attempt never takes that one's effect back`, async () => {
      const run = start();
      const original = run.request();
      await run.run();
      const inverse = run.request({ type, undoes: original });
      const aside = run.setAside();
      const newer = run.request({ type: "TechnologyRetryRequested", attempt: 2 });
      await run.run();
      for (const body of aside) await run.deliver(body);
      await run.run();
      expectCompleted(run, newer, scenario.effects);
      expect(run.outcomeOf(inverse)).toBe("TechnologyFailed task.superseded");
    });

    test(`${type}: one that has done nothing when a newer attempt comes does nothing any more`, async () => {
      const run = start();
      const original = run.request();
      await run.run(1 + (scenario.asksFirst ?? 0));
      if (run.outcomeOf(original) !== undefined) return;
      const inverse = run.request({ type, undoes: original });
      await run.run(1 + (scenario.asksFirst ?? 0));
      const newer = run.request({ type: "TechnologyRetryRequested", attempt: 2 });
      await run.run();
      if (!scenario.staged) expectCompleted(run, newer, scenario.effects);
      run.request({ type, undoes: original });
      await run.run();
      expectEffectsOf(run, scenario.effects, scenario);
      expect(run.outcomeOf(inverse)).toBe("TechnologyFailed task.superseded");
    });

    test(`${type}: shuts out every attempt that it names, also an earlier one whose request comes late`, async () => {
      const run = start();
      const first = run.request();
      const aside = run.setAside();
      run.request({ type, attempt: 2, undoes: run.operationIdOf(2), task: { undoesEarlier: [first] } });
      await run.run();
      for (const body of aside) await run.deliver(body);
      await run.run();
      expect([run.outcomeOf(first), run.world.effects()]).toEqual(["TechnologyFailed task.superseded", []]);
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
