/** Random partitions of two Regions. */
import { createRandom } from "../kernel/random.ts";
import type { Link } from "../world/network.ts";

/** A partition. Whoever leads is asked when it begins. */
export interface PartitionPlan {
  readonly afterMs: number;
  readonly whom: "leader" | "standby" | "both";
  readonly links: readonly Link[];
  readonly lastsMs: number;
}

/** A Region that was cut off says within so long that it could lead again; it refuses to until then. */
const READY_AGAIN_MS = 75_000;

/** When each partition begins, whom it hits, and when it ends. */
export function randomPartitions(seed: number): readonly PartitionPlan[] {
  const random = createRandom(seed, "partitions");
  const plans: PartitionPlan[] = [];
  let afterMs = random.between(3_000, 90_000);
  for (
    let left = random.weighted([
      [5, 1],
      [2, 2],
      [1, 3],
    ] as const);
    left > 0;
    left -= 1
  ) {
    const [whom, links] = random.weighted<readonly [PartitionPlan["whom"], PartitionPlan["links"]]>([
      [4, ["leader", ["tables", "people"]]],
      [2, ["leader", ["people"]]],
      [2, ["leader", ["tables"]]],
      [1.5, ["standby", ["tables", "people"]]],
      [0.5, ["both", ["people"]]],
    ]);
    const lastsMs = random.weighted([
      [3, () => random.between(8_000, 30_000)],
      [3, () => random.between(30_000, 120_000)],
      [1, () => random.between(120_000, 600_000)],
    ])();
    plans.push({ afterMs, whom, links, lastsMs });
    afterMs += lastsMs + READY_AGAIN_MS + random.between(1_000, 60_000);
  }
  return plans;
}
