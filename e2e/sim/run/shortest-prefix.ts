/** How few of a run's faults and actions are needed to show what is wrong. */
import type { Bugs } from "../components/bugs.ts";
import type { Violation } from "../invariants/violation.ts";
import type { Drill } from "./scenario.ts";
import { runSeed } from "./run-seed.ts";
import type { BrokenSeed } from "./totals.ts";

/** The shortest prefix that was found: after `disturbances` faults and actions nothing more happens, and it shows all the same. */
export interface Prefix {
  readonly seed: number;
  readonly disturbances: number;
  readonly of: number;
  readonly violation: Violation;
}

/**
 * The run up to its n-th disturbance is the same whatever comes after, so the shortest prefix is found by halving. (A longer prefix may by luck
 * not show it; then the prefix found is a short one, not surely the shortest.)
 */
export async function findShortestPrefix(
  broken: BrokenSeed,
  options: { readonly drill?: Drill | undefined; readonly plant?: () => Bugs },
): Promise<Prefix> {
  const { seed, disturbances } = broken;
  const shows = async (maxFaults: number): Promise<Violation | undefined> => {
    const bugs = options.plant ? { bugs: options.plant() } : {};
    return (await runSeed(seed, { maxFaults, ...(options.drill && { drill: options.drill }), ...bugs })).violations[0];
  };
  let low = 0;
  let high = disturbances;
  let found = broken.violations[0] ?? (await shows(high));
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const violation = await shows(middle);
    if (violation) {
      found = violation;
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  if (!found) throw new Error(`seed ${seed} does not show its violation again`);
  return { seed, disturbances: high, of: disturbances, violation: found };
}
