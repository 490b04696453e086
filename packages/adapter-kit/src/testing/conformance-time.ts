/** Conformance: deadlines, newer and older attempts, cancellation. */
import { expect, test } from "vitest";
import { expectCompleted, expectEffectsOf, type Start } from "./expectations.ts";
import type { Scenario } from "./scenario.ts";

/** Tests: deadlines, newer and older attempts, cancellation. */
export function timeConformance<Clients>(start: Start<Clients>, scenario: Scenario<Clients>): void {
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

  test("while reads show the world as it was before the act, it is not done, whatever the words say", async () => {
    const run = start({ faults: { staleReadsForMs: scenario.takesAtLeastSeconds * 1000 } });
    const operationId = run.request({ deadlineSeconds: tooShort });
    await run.run();
    expect(run.outcomeOf(operationId)).toBe("TechnologyFailed task.timed_out");
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
    await run.run(1 + (scenario.asksFirst ?? 0));
    const second = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expectCompleted(run, second, scenario.effects);
    run.request({ type: "TechnologyRetryRequested" });
    await run.run();
    expect(run.outcomeOf(first)).toBe("TechnologyFailed task.superseded");
    expect(run.world.effects().toSorted()).toEqual(scenario.effects.toSorted());
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
    await run.run(1 + (scenario.asksFirst ?? 0));
    run.request({ type: "TechnologyCancelRequested" });
    await run.run();
    expectEffectsOf(run, scenario.effects, scenario);
    const last = run.facts().findLast(({ type }) => type === "TechnologyCompleted" || type === "TechnologyFailed");
    const told = JSON.stringify(last?.data);
    // Either the service let itself be stopped, or the outcome is the real one and says that the stop came too late.
    expect([`${run.outcomeOf(operationId)}: ${told.includes("asked to stop")}`]).toContainEqual(
      expect.stringMatching(/^(?:TechnologyCompleted: true|TechnologyFailed task\.cancelled: (?:true|false))$/),
    );
  });
}
