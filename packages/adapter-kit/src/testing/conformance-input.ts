/** Conformance: input that is wrong, unknown or poison. */
import { expect, test } from "vitest";
import { createHarness } from "./harness.ts";
import type { ConformanceSubject } from "./scenario.ts";

/** Tests: input that is wrong, unknown or poison. */
export function inputConformance<Clients>(subject: ConformanceSubject<Clients>): void {
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
