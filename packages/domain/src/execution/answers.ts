/** Telling apart an adapter's words: which was heard before, and which failure was never its own. */
import type { Failure, Phase } from "@dr/events";

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
