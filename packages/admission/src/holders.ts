/** Whether the holder of a lease may still act. */
import { isTerminal, type ExecutionState } from "@dr/domain";

/** A holder that never got as far as its first event is given up after this time: the request that took its lock has long timed out (API: 29 s). */
export const ABANDONED_AFTER_MS = 5 * 60_000;

/** What is known of a holder. `version` 0: its stream has no event. `takenAt` is when it took the lease in question. */
export interface HolderFacts {
  readonly state: ExecutionState;
  readonly version: number;
  readonly takenAt: string;
}

/** True for an execution that has ended, and for one that never began although it had the time to. Nothing else makes a holder lose a lease. */
export function isDead({ state, version, takenAt }: HolderFacts, nowMs: number): boolean {
  return version === 0 ? nowMs - Date.parse(takenAt) > ABANDONED_AFTER_MS : isTerminal(state);
}
