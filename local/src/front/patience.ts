/** How long somebody is waited for who has taken the connection and says nothing: two seconds, and longer while the machine itself is late. */

/** Time as the caller has it, in milliseconds. */
export interface Time {
  readonly nowMs: () => number;
  readonly sleep: (milliseconds: number) => Promise<undefined>;
}

const TICK_MS = 100;
/** With the pause between two looks (`LOOK_EVERY_MS`) a silence is noticed within two seconds. */
export const PATIENCE_MS = 1_400;
/** However late the machine is, a caller is not left waiting for longer. */
export const LONGEST_MS = 5_000;
/** A machine whose timers are later than this share of the time does ten things at once: who is slow then is not silent. */
const LATE_SHARE = 0.25;

/** The answer, or false if none came in time. */
export async function inTime(answer: Promise<boolean>, { nowMs, sleep }: Time): Promise<boolean> {
  let waited = 0;
  let late = 0;
  while (waited < LONGEST_MS) {
    const before = nowMs();
    const word = await Promise.race([answer, sleep(TICK_MS)]);
    if (word !== undefined) return word;
    const took = Math.max(TICK_MS, nowMs() - before);
    waited += took;
    late += took - TICK_MS;
    if (waited >= PATIENCE_MS && late <= waited * LATE_SHARE) return false;
  }
  return false;
}
