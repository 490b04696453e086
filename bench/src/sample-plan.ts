/** Plans of any size: waves one after the other, the same number of tasks in each, a resource of its own for each task. */
import type { Plan } from "@dr/domain";
import type { TaskResult, TaskSpec, WaveSpec } from "@dr/events";

/** The technology of all tasks. */
export const TECHNOLOGY = "database";

/** What an adapter reports of a task that went well. */
export const RESULT: TaskResult = {
  rtoSeconds: 30,
  rpo: { seconds: 0, method: "replica lag", confidence: "exact" },
  dataLoss: { possible: false },
  externalIds: {},
  reversible: true,
  warnings: [],
  simulated: true,
  resources: [],
};

/** How many waves a plan has, and how many tasks each. */
export interface PlanSize {
  readonly waves: number;
  readonly tasksPerWave: number;
}

/** A normalised plan, as the api would have saved it. */
export function planOf(planId: string, { waves, tasksPerWave }: PlanSize): Plan {
  return {
    header: { planId, name: `Plan ${planId}`, description: "", onFailure: "fail", tags: {} },
    waves: Array.from({ length: waves }, (_, index) => wave(planId, index + 1, tasksPerWave)),
  };
}

function wave(planId: string, waveNumber: number, tasks: number): WaveSpec {
  return {
    waveNumber,
    name: `Wave ${waveNumber}`,
    dependencies: waveNumber === 1 ? [] : [waveNumber - 1],
    pauseBeforeWave: false,
    pauseAfterWave: false,
    pause: { maxPauseSeconds: 3_600, onExpiry: "fail" },
    onFailure: "fail",
    tasks: Array.from({ length: tasks }, (_, index) => task(planId, waveNumber, index + 1)),
  };
}

function task(planId: string, waveNumber: number, number: number): TaskSpec {
  return {
    taskId: `w${waveNumber}-database-${number}`,
    waveNumber,
    type: TECHNOLOGY,
    operation: "failover",
    resources: { clusters: [`${planId}-cluster-${waveNumber}-${number}`] },
    config: {},
    validation: {},
    dependsOn: [],
    reversibility: "reversible",
    retry: { maxAttempts: 20, intervalSeconds: 30, backoffRate: 2, maxIntervalSeconds: 600 },
    timeoutSeconds: 3_600,
    heartbeatSeconds: 600,
  };
}
