/** Tells a database that is stuck from one that is slow: a stuck one owes an answer and does nothing for it. */
import type { ProcessFacts } from "./at-work.ts";

/** One look: whether an answer is owed since the look before, and what the kernel says. */
export interface Look {
  readonly isOwed: boolean;
  readonly facts: ProcessFacts | undefined;
}

export const LOOK_EVERY_MS = 250;
/** Looks in a row, not time: a machine that gave us no turn for a second has not given the database one either. */
export const IDLE_LOOKS = 5;
/** Where the kernel tells nothing, only patience is left. */
export const BLIND_LOOKS = 20;

/** A judge that is told every look, and says at which the database is stuck. */
export function createSilenceJudge(): (look: Look) => boolean {
  let owed = 0;
  let idle = 0;
  let ticks: number | undefined;
  return ({ isOwed, facts }) => {
    const worked = facts === undefined || facts.isBusy || facts.ticks !== ticks;
    ticks = facts?.ticks;
    owed = isOwed ? owed + 1 : 0;
    idle = isOwed && !worked ? idle + 1 : 0;
    return idle >= IDLE_LOOKS || (facts === undefined && owed >= BLIND_LOOKS);
  };
}
