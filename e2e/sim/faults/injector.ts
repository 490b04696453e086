/** Decides when something goes wrong. Every disturbance of a run is decided, counted and, if asked for, cut off here. */
import { createRandom, type Random } from "../kernel/random.ts";
import { FAULT_KINDS, FAULT_RATES, type FaultKind } from "./kinds.ts";

/** Kinds that are no matter of chance in each run: the scenario decides on them. */
const SCENARIO: ReadonlySet<FaultKind> = new Set(["region_lost", "operator"]);

/** The disturbances of one run. */
export interface FaultInjector {
  /** True if this is a chance that the fault takes. `weight` makes it likelier or less likely here than elsewhere. */
  readonly strikes: (kind: FaultKind, weight?: number) => boolean;
  /** Numbers for the shape of a fault: how late, how many. */
  readonly random: Random;
  /** From here on nothing goes wrong any more. */
  readonly calm: () => void;
  readonly isCalm: () => boolean;
  readonly counts: () => Readonly<Partial<Record<FaultKind, number>>>;
  readonly total: () => number;
}

/** Injects faults of `seed`; after `limit` of them, none. Each seed has kinds that never strike, so that the others are seen alone, too. */
export function createFaultInjector(
  seed: number,
  options: { readonly limit?: number | undefined; readonly note: (kind: FaultKind) => void },
): FaultInjector {
  const profile = createRandom(seed, "fault profile");
  const chances = createRandom(seed, "fault chances");
  const quiet = profile.chance(0.03);
  const rates = new Map<FaultKind, number>(FAULT_KINDS.map((kind) => [kind, quiet && !SCENARIO.has(kind) ? 0 : rateOf(kind, profile)]));
  const counts = new Map<FaultKind, number>();
  let total = 0;
  let calm = false;
  return {
    strikes: (kind, weight = 1) => {
      const rate = (rates.get(kind) ?? 0) * weight;
      if (calm || total >= (options.limit ?? Number.POSITIVE_INFINITY) || !chances.chance(rate)) return false;
      total += 1;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      options.note(kind);
      return true;
    },
    random: createRandom(seed, "fault shapes"),
    calm: () => {
      calm = true;
    },
    isCalm: () => calm,
    counts: () => Object.fromEntries(counts),
    total: () => total,
  };
}

function rateOf(kind: FaultKind, profile: Random): number {
  const [low, middle, high] = FAULT_RATES[kind];
  if (SCENARIO.has(kind)) return high;
  return profile.weighted([
    [4, 0],
    [3, low],
    [2, middle],
    [1, high],
  ]);
}
