/** Plans for tests: waves that follow one another, one database task each unless told otherwise. */
import type { Plan } from "@dr/domain";
import type { TaskSpec, WaveSpec } from "@dr/events";

/** A task; its resource is named after it. */
export function task(taskId: string, overrides: Partial<TaskSpec> = {}): TaskSpec {
  return {
    taskId,
    waveNumber: 1,
    type: "database",
    operation: "failover",
    resources: { clusters: [`cluster-${taskId}`] },
    config: {},
    validation: {},
    dependsOn: [],
    reversibility: "reversible",
    retry: { maxAttempts: 1, intervalSeconds: 30, backoffRate: 2, maxIntervalSeconds: 600 },
    timeoutSeconds: 600,
    heartbeatSeconds: 120,
    declared: {
      account: "123456789012",
      region: "eu-central-1",
      names: [
        { at: ["resources", "clusters", "[]"], kinds: ["rds-cluster"], use: "acts" },
        { at: ["resources", "instances", "[]"], kinds: ["rds-instance"], use: "acts" },
      ],
    },
    ...overrides,
  };
}

/** A wave after the one before it. */
export function wave(waveNumber: number, tasks: readonly TaskSpec[], overrides: Partial<WaveSpec> = {}): WaveSpec {
  return {
    waveNumber,
    name: `Wave ${waveNumber}`,
    dependencies: waveNumber === 1 ? [] : [waveNumber - 1],
    pauseBeforeWave: false,
    pauseAfterWave: false,
    pause: { maxPauseSeconds: 3_600, onExpiry: "fail" },
    onFailure: "fail",
    tasks: tasks.map((one) => ({ ...one, waveNumber })),
    ...overrides,
  };
}

/** A plan of these waves; its tasks' ids have to be unique. */
export function plan(planId: string, waves: readonly WaveSpec[]): Plan {
  return { header: { planId, name: `Plan ${planId}`, description: "", onFailure: "fail", tags: {} }, waves };
}
