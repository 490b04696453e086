/** What the parts of the conformance suite share. */
import { canonicalJson } from "@dr/events";
import { expect } from "vitest";
import type { Hardship, Harness } from "./harness.ts";
import type { Scenario } from "./scenario.ts";

/** Sets a run of the scenario under test up. */
export type Start<Clients> = (hardship?: Hardship) => Harness<Clients>;

/** These tests run an operation from start to end for each crash point; on a busy machine that takes its time. */
export const CRASH_TEST_MS = 120_000;
const EVERY_GATE_UP_TO = 60;
/** Crash points of a scenario that is sampled, evenly over the whole run. */
const SAMPLE = 5;

/** Every gate of a short run. Of a long one the beginning and the end, where the writes are, and every seventh of the polls in between, which are all alike. */
export function crashPoints(gates: number, { sampled = false }: Pick<Scenario<unknown>, "sampled"> = {}): readonly number[] {
  const all = Array.from({ length: gates }, (_, index) => index + 1);
  if (sampled) return all.filter((gate) => gate % Math.ceil(gates / SAMPLE) === gates % Math.ceil(gates / SAMPLE));
  return all.filter((gate) => gate <= EVERY_GATE_UP_TO || gate > gates - EVERY_GATE_UP_TO / 2 || gate % 7 === 0);
}

/** The operation completed, told the same however often, and the world had these effects, each once, in any order. */
export function expectCompleted<Clients>(run: Harness<Clients>, operationId: string, effects: readonly string[], hint?: string): void {
  const outcome = run.outcomeOf(operationId);
  expect({ hint, effects: run.world.effects().toSorted(), outcome, versions: versionsOf(run, operationId) }).toEqual({
    hint,
    effects: effects.toSorted(),
    outcome: "TechnologyCompleted",
    versions: 1,
  });
}

/** Of the effects those that were, each at most as often as it is listed; and all of them, unless the scenario comes in stages. */
export function expectEffectsOf<Clients>(
  run: Harness<Clients>,
  effects: readonly string[],
  { staged = false }: Pick<Scenario<unknown>, "staged">,
): void {
  const done = run.world.effects().toSorted();
  const left = [...effects];
  const extra = done.filter((effect) => {
    const at = left.indexOf(effect);
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
  expect({ extra, missing: staged ? [] : left }).toEqual({ extra: [], missing: [] });
}

/** How many different things were said about how the operation ended. */
function versionsOf<Clients>(run: Harness<Clients>, operationId: string): number {
  const closing = run.facts().filter(({ type, data }) => data["operationId"] === operationId && /Completed|Failed/.test(type));
  return new Set(closing.map(({ id, time, data }) => canonicalJson([id, time, data]))).size;
}
