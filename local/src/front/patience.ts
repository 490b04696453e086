/** How long somebody is waited for who has taken the connection and says nothing: two seconds, and longer while the machine has no processor for who is asked, or for us. */

/** Time as the caller has it, in milliseconds. */
export interface Time {
  readonly nowMs: () => number;
  readonly sleep: (milliseconds: number) => Promise<undefined>;
  /** Time in which anybody of this machine waited for a processor, of any beginning. */
  readonly starvedMs: () => number;
}

const TICK_MS = 100;
/** With the pause between two looks (`LOOK_EVERY_MS`) a silence is noticed within two seconds. */
export const PATIENCE_MS = 1_400;
/** However late the machine is, a caller is not left waiting for longer: less than what API Gateway gives a call. A database that is stuck is known before, by its process (`dynamodb/silence.ts`). */
export const LONGEST_MS = 20_000;
/** A machine whose timers are late for this share of the time, or on which somebody waits for a processor for as much of it, does ten things at once: who is slow then is not silent. */
const LATE_SHARE = 0.25;

/** The answer, or false if none came in time. */
export async function inTime(answer: Promise<boolean>, { nowMs, sleep, starvedMs }: Time): Promise<boolean> {
  const starvedBefore = starvedMs();
  let waited = 0;
  let late = 0;
  while (waited < LONGEST_MS) {
    const before = nowMs();
    const word = await Promise.race([answer, sleep(TICK_MS)]);
    if (word !== undefined) return word;
    const took = Math.max(TICK_MS, nowMs() - before);
    waited += took;
    late += took - TICK_MS;
    if (waited >= PATIENCE_MS && Math.max(late, starvedMs() - starvedBefore) <= waited * LATE_SHARE) return false;
  }
  return false;
}
