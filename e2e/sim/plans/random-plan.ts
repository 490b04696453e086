/** Plans by chance: graphs of waves, pauses, approvals, policies, deadlines. */
import type { Plan } from "@dr/domain";
import type { OnFailure, PausePolicy, WaveSpec } from "@dr/events";
import type { Random } from "../kernel/random.ts";
import { randomTask } from "./random-task.ts";

/** Roles that plans ask to approve; the last of them may approve only where a plan names it. */
const APPROVER_ROLES = ["DROrchestrationAdmin", "DRRecoveryManager", "DROperator"] as const;

const ON_FAILURE: readonly (readonly [number, OnFailure])[] = [
  [3, "fail"],
  [3, "pause"],
  [2, "continue"],
  [3, "rollback"],
];

/** A plan as it stands in the log: normalised and valid. */
export function randomPlan(random: Random, planId: string): Plan {
  const bulky = random.chance(0.01);
  const count = random.weighted([
    [3, 1],
    [4, 2],
    [4, 3],
    [2, 4],
    [1, 5],
  ]);
  const chained = random.chance(0.4);
  const waves: WaveSpec[] = [];
  const sharedByPlan = new Set<string>();
  for (let waveNumber = 1; waveNumber <= count; waveNumber += 1)
    waves.push(randomWave(random, { planId, waveNumber, chained, bulky, sharedByPlan }));
  return {
    header: {
      planId,
      name: `plan ${planId}`,
      description: "made up",
      onFailure: "fail",
      ...(random.chance(0.15) ? { timeoutSeconds: random.pick([120, 600, 1_800]) } : {}),
      ...(random.chance(0.15) ? { preemptDrills: false } : {}),
      ...(random.chance(0.25) ? { changeRequired: true } : {}),
      tags: {},
    },
    waves,
  };
}

interface WavePlace {
  readonly planId: string;
  readonly waveNumber: number;
  readonly chained: boolean;
  readonly bulky: boolean;
  readonly sharedByPlan: Set<string>;
}

function randomWave(random: Random, { planId, waveNumber, chained, bulky, sharedByPlan }: WavePlace): WaveSpec {
  const before = Array.from({ length: waveNumber - 1 }, (_, index) => index + 1);
  const size = bulky
    ? random.between(5, 9)
    : random.weighted([
        [5, 1],
        [4, 2],
        [2, 3],
      ]);
  const tasks: WaveSpec["tasks"] = [];
  for (let index = 1; index <= size; index += 1) {
    const padding = bulky ? `-${"x".repeat(2_500)}` : "";
    tasks.push(randomTask(random, { planId, waveNumber, index, earlier: tasks.map(({ taskId }) => taskId), padding, sharedByPlan }));
  }
  return {
    waveNumber,
    name: `wave ${waveNumber}`,
    dependencies: chained ? before.slice(-1) : before.filter(() => random.chance(0.4)),
    pauseBeforeWave: random.chance(0.18),
    pauseAfterWave: random.chance(0.1),
    pause: randomPause(random),
    onFailure: random.weighted(ON_FAILURE),
    ...(random.chance(0.15) ? { timeoutSeconds: random.pick([60, 300, 900]) } : {}),
    tasks,
  };
}

function randomPause(random: Random): PausePolicy {
  return {
    maxPauseSeconds: random.weighted([
      [4, 60],
      [4, 600],
      [2, 3_600],
      [0.05, 30 * 86_400],
    ]),
    onExpiry: random.pick(["fail", "cancel", "continue"]),
    ...(random.chance(0.45)
      ? {
          approval: {
            minApprovals: random.between(1, 2),
            approverRoles: random.chance(0.5) ? [...APPROVER_ROLES] : [random.pick(APPROVER_ROLES)],
            onDecline: random.pick(["cancel", "pause"]),
          },
        }
      : {}),
  };
}
