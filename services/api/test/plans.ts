/** Plans for tests, and executions brought to where a test begins. */
import { planDecider, planVersion, type ExecutionCommand, type ExecutionState, type PlanState } from "@dr/domain";
import { toDomainEvent } from "@dr/event-log";
import type { TestApi } from "./api.ts";

/** A plan of two waves, the second after the first. */
export const twoWaves = {
  planId: "two-waves",
  name: "Two waves",
  rtoSeconds: 900,
  tags: { owner: "team-a" },
  waves: [
    {
      waveNumber: 1,
      name: "Database",
      dependencies: [],
      technologies: [{ type: "database", operation: "failover", resources: { clusters: ["c1"] } }],
    },
    {
      waveNumber: 2,
      name: "Servers",
      dependencies: [1],
      pauseBeforeWave: true,
      approval: { minApprovals: 1, approverRoles: ["DRRecoveryManager"] },
      technologies: [{ type: "drs", operation: "recovery", resources: { sourceServers: ["s-1"] } }],
    },
  ],
};

/** Saves the plan and starts a recovery of it. */
export async function startTwoWaves(api: TestApi, more: object = {}): Promise<string> {
  await api.call("POST /api/v1/plans", { body: twoWaves });
  const body = { planId: twoWaves.planId, executionType: "recovery", ...more };
  const started = await api.call("POST /api/v1/executions", { role: "DROperator", body });
  if (started.status !== 202) throw new Error(JSON.stringify(started.body));
  return String(started.body.executionId);
}

/** Does what the planner does after a request: freezes the waves and lets the execution run, or queues it. */
export async function planAndRun(api: TestApi, executionId: string, admit = true): Promise<ExecutionState> {
  const commits = await api.log.read(`PLAN#${twoWaves.planId}`);
  const events = commits.flatMap((commit) => commit.events.map((event) => toDomainEvent(event)));
  const plan = planVersion(events.reduce<PlanState>((state, event) => planDecider.evolve(state, event), planDecider.initialState));
  const waves = plan?.waves ?? [];
  const command: ExecutionCommand = {
    type: "PlanExecution",
    now: api.clock.nowIso(),
    waves,
    manifestHash: "manifest-1",
    admit,
    maxConcurrentExecutions: 50,
  };
  return (await api.command(executionId, command)).state;
}

/** Answers for the adapter of a task: it failed (for good), or it did what it should. */
export async function answerTask(api: TestApi, executionId: string, taskId: string, outcome: "completed" | "failed"): Promise<void> {
  const { state } = await api.executions.load(executionId);
  const task = state.waves.flatMap((wave) => wave.tasks).find(({ spec }) => spec.taskId === taskId);
  if (!task?.operationId) throw new Error(`${taskId} was not asked for`);
  const { waveNumber, type: technology } = task.spec;
  const about = { executionId, waveNumber, taskId, operationId: task.operationId, attempt: task.attempt, phase: task.phase, technology };
  const now = api.clock.nowIso();
  const fact: Extract<ExecutionCommand, { type: "RecordAdapterFact" }>["fact"] =
    outcome === "failed"
      ? { type: "TechnologyFailed", data: { ...about, failure: { code: "task.broken", message: "it broke", retryable: false } } }
      : { type: "TechnologyCompleted", data: { ...about, result } };
  await api.command(executionId, { type: "RecordAdapterFact", now, fact, epoch: state.epoch, random: 0 });
}

const result = {
  rtoSeconds: 12,
  rpo: { seconds: 0, method: "test", confidence: "exact" as const },
  dataLoss: { possible: false },
  externalIds: {},
  reversible: true,
  warnings: [],
  simulated: true,
  resources: [],
};
