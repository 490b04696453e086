/** What a seed stands for: its plans, its size, and what befalls its Region. */
import type { Plan } from "@dr/domain";
import { createRandom } from "../kernel/random.ts";
import { randomPlan } from "../plans/random-plan.ts";
import { randomPartitions, type PartitionPlan } from "../plans/random-partitions.ts";
import type { RegionLoss } from "../world/region.ts";

/** What befalls every seed for sure: its Region is lost, or the Regions are parted from each other and meet again. */
export type Drill = "takeover" | "partitions";

/** A scenario: everything about a run that is not left to its events. */
export interface Scenario {
  readonly seed: number;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly maxConcurrentExecutions: number;
  readonly withSnapshots: boolean;
  /** Each Region has cursors of its own, or both share one table. */
  readonly regionalCursors: boolean;
  /** Faults and operators end after this time. */
  readonly chaosMs: number;
  /** When the second Region joins, to stand by; undefined if it is deployed only when it is needed. */
  readonly joinsAfterMs: number | undefined;
  /** When the first Region is lost, and how; undefined if it is not. */
  readonly loss:
    | {
        readonly afterMs: number;
        readonly how: RegionLoss;
        readonly takeOverAfterMs: number;
        readonly deadAfterMs: number;
        readonly contest: { readonly afterMs: readonly number[] };
      }
    | undefined;
  /** None but in a drill of them. */
  readonly partitions: readonly PartitionPlan[];
}

/** The scenario of a seed. */
export function scenarioOf(seed: number, drill?: Drill): Scenario {
  const scenario = anyScenario(seed, drill);
  if (drill !== "partitions") return scenario;
  const partitions = randomPartitions(seed);
  const last = partitions.at(-1);
  // Both Regions are there from the start, and faults end when the last partition heals.
  return { ...scenario, loss: undefined, joinsAfterMs: 0, chaosMs: (last?.afterMs ?? 0) + (last?.lastsMs ?? 0), partitions };
}

function anyScenario(seed: number, drill: Drill | undefined): Scenario {
  const random = createRandom(seed, "scenario");
  const planCount = random.weighted([
    [5, 1],
    [3, 2],
    [1, 3],
    [0.4, 6],
  ]);
  const planIds = Array.from({ length: planCount }, (_, index) => `p${index + 1}`);
  const plans = new Map(planIds.map((planId) => [planId, randomPlan(createRandom(seed, `plan ${planId}`), planId)]));
  const chaosMs = random.between(3, 25) * 60_000;
  const isLost = random.chance(0.15) || drill === "takeover";
  const loss = {
    // In a drill of the take-over it goes while there is something to take over.
    afterMs: Math.round((drill === "takeover" ? 240_000 : chaosMs) * (0.01 + 0.6 * random.next())),
    how: random.weighted<RegionLoss>([
      [3, "dead"],
      [3, "cut off"],
      [2, "false alarm"],
    ]),
    takeOverAfterMs: random.between(1_000, 120_000),
    deadAfterMs: random.between(30_000, 600_000),
    contest: { afterMs: random.chance(0.7) ? Array.from({ length: random.between(1, 3) }, () => random.between(0, 60_000)) : [] },
  };
  return {
    seed,
    plans,
    maxConcurrentExecutions: random.between(1, 3),
    withSnapshots: random.chance(0.5),
    regionalCursors: random.chance(0.5),
    chaosMs,
    loss: isLost ? loss : undefined,
    joinsAfterMs: random.chance(0.4) ? random.between(0, chaosMs) : undefined,
    partitions: [],
  };
}
