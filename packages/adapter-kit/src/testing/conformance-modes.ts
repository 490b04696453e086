/** Conformance: the same request in a planned, an unplanned and a rehearsed execution. */
import { expect, test } from "vitest";
import type { ExecutionType, Mode } from "@dr/events";
import { createHarness } from "./harness.ts";
import type { ConformanceSubject, Scenario } from "./scenario.ts";

const WAYS: readonly { readonly executionType: ExecutionType; readonly mode: Mode }[] = [
  { executionType: "recovery", mode: "planned" },
  { executionType: "recovery", mode: "unplanned" },
  { executionType: "drill", mode: "planned" },
];

/** Tests: whatever the mode, it is done wholly or not at all, and its end is told once. A drill that is not allowed to act has no effect. */
export function modeConformance<Clients>(subject: ConformanceSubject<Clients>, scenario: Scenario<Clients>): void {
  test.each(WAYS)("in a $mode $executionType it is done wholly or not at all", async (way) => {
    const run = createHarness(subject, { ...scenario, ...way });
    const operationId = run.request();
    await run.run();
    const effects = run.world.effects().toSorted();
    expect(run.outcomeOf(operationId)).toMatch(/^Technology(?:Completed|Failed )/);
    expect(new Set(effects).size).toBe(effects.length);
    expect(allowed(subject, { ...scenario, ...way }, effects)).toContainEqual(effects);
  });
}

/** What may have been done: all or nothing; nothing in a drill that only looks; anything, once, where a rehearsal does it in its own way. */
function allowed<Clients>({ adapter }: ConformanceSubject<Clients>, scenario: Scenario<Clients>, effects: readonly string[]) {
  const { executionType, config, operation } = scenario;
  const whole = scenario.effects.toSorted();
  if (executionType !== "drill") return [[], whole, ...(scenario.cleanupEffects || scenario.staged ? [effects] : [])];
  const isSkipped = adapter.operations[operation]?.drill.kind === "skipped" && config?.["drill"] === undefined;
  return isSkipped ? [[]] : [effects];
}
