/** When a refused delivery is tried again: soon at first, then patiently, for days. */

/** Seconds before try 2, 3, …; the last one repeats. Together with jitter this is the schedule that webhook receivers know from others. */
const STEPS_SECONDS = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400] as const;

/** Seconds until the next try after `attempts` tries; `random` in [0, 1) spreads receivers that failed together over 50 to 100 % of the step. */
export function backoffSeconds(attempts: number, random: number): number {
  const step = STEPS_SECONDS[Math.min(Math.max(1, attempts), STEPS_SECONDS.length) - 1] ?? 14_400;
  return step * (0.5 + random / 2);
}
