/** Telling apart an adapter's words: which was heard before, and which failure was never its own. */
import type { Failure, Phase, TaskResult } from "@dr/events";
import type { EffectState } from "./state.ts";

/** Key of one word about one attempt, as kept in `TaskState.answers`. */
export function answerKey(ref: { readonly phase: Phase; readonly attempt: number }, type: string): string {
  return `${ref.phase}:${ref.attempt}:${type}`;
}

/** Mark in `details` of a failure that the decider gave to a task whose adapter had not answered. */
export const DECIDED_HERE = { decidedBy: "planner" } as const;

/** True for a failure that was decided here (a timeout): the adapter's own word may still come. */
export function isOurs(failure: Failure): boolean {
  return failure.details?.["decidedBy"] === DECIDED_HERE.decidedBy;
}

/**
 * What a result proves of its effect: one resource of which nobody knows makes the whole unknown, else one that was changed makes it stand.
 * `withoutResources` is what an adapter means that lists none: success means that it acted.
 */
export function provenEffect({ resources, unaccounted = [] }: TaskResult, withoutResources: EffectState = "stands"): EffectState {
  if (resources.some(({ outcome }) => outcome === "unknown") || unaccounted.some(({ state }) => state === "unknown")) return "unknown";
  if (resources.some(({ outcome }) => outcome === "completed") || unaccounted.length > 0) return "stands";
  return resources.length === 0 ? withoutResources : "none";
}
