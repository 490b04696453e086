/** Tasks by chance. */
import type { Reversibility, TaskSpec } from "@dr/events";
import { SIM_TECHNOLOGIES } from "../components/adapter.ts";
import type { Random } from "../kernel/random.ts";
import { DECLARED, spellingsOf } from "../world/spelling.ts";

/** Where a task stands, and how its ids are padded. Long ids make events that have to be cut. */
export interface TaskPlace {
  readonly planId: string;
  readonly waveNumber: number;
  readonly index: number;
  readonly earlier: readonly string[];
  readonly padding: string;
  /** Shared resources that a task of the plan names already: a plan that has one twice in what may run at once is never saved. */
  readonly sharedByPlan: Set<string>;
}

const OPERATIONS: readonly (readonly [weight: number, operation: string, reversibility: Reversibility])[] = [
  [6, "failover", "reversible"],
  [3, "launch", "compensable"],
  [1, "promote", "irreversible"],
];

/** The adapter that is asked whether tasks are ready. */
const ANSWERING = SIM_TECHNOLOGIES[0];

/** A resource that plans may share: two of them cannot run at once. */
const SHARED_RESOURCE = "shared-1";

/** A task of one or two resources, all of them its own, but for a shared one now and then. */
export function randomTask(random: Random, { planId, waveNumber, index, earlier, padding, sharedByPlan }: TaskPlace): TaskSpec {
  const type = random.pick(SIM_TECHNOLOGIES);
  const [, operation, reversibility] = random.weighted(OPERATIONS.map((one) => [one[0], one] as const));
  const taskId = `w${waveNumber}-t${index}${padding}`;
  const names = Array.from({ length: random.chance(0.25) ? 2 : 1 }, (_, resource) => `${planId}-${taskId.slice(0, 12)}-r${resource + 1}`);
  const shared = `${type}-${SHARED_RESOURCE}`;
  if (random.chance(0.07) && !sharedByPlan.has(shared)) {
    sharedByPlan.add(shared);
    names.push(shared);
  }
  const timeoutSeconds = random.pick([60, 150, 400, 600]);
  return {
    taskId,
    waveNumber,
    type,
    operation,
    resources: { names: names.map((name) => (random.chance(0.4) ? random.pick(spellingsOf(name)) : name)) },
    declared: DECLARED,
    ...(type === ANSWERING ? { answersReadiness: true as const } : {}),
    config: random.chance(0.1) ? { timeoutSeconds: timeoutSeconds / 2 } : {},
    validation: {},
    dependsOn: earlier.filter(() => random.chance(0.4)),
    reversibility,
    retry: {
      maxAttempts: random.between(1, 4),
      intervalSeconds: random.pick([0, 1, 10, 60]),
      backoffRate: random.pick([1, 2, 3]),
      maxIntervalSeconds: random.pick([5, 60, 300]),
    },
    timeoutSeconds,
    heartbeatSeconds: random.pick([20, 45, 90]),
  };
}
