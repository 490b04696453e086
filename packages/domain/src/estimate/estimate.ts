/** The recovery time and data loss to be expected of a plan, before it runs. */
import { MAX_PATH, type Estimate, type ExecutionType, type WaveSpec } from "@dr/events";
import type { ExecutionState } from "../execution/state.ts";
import { toMilliseconds } from "../execution/time.ts";
import { isWorse } from "../execution/view-objectives.ts";
import { measuredRuns } from "./measured.ts";
import { scheduleWaves } from "./schedule.ts";
import { estimateTask, type TaskEstimate } from "./task-estimate.ts";

/** An estimate with all that it is made of. */
export interface PlanEstimate extends Estimate {
  readonly tasks: readonly TaskEstimate[];
  /** The newest execution that each task was measured in, newest first. */
  readonly executions: readonly string[];
}

/** What an estimate is made from. `secondsPerDeclared`: real seconds in a second of the estate, where that is simulated and quicker; 1 everywhere else. */
export interface EstimateInput {
  readonly waves: readonly WaveSpec[];
  readonly executionType: ExecutionType;
  /** Earlier executions of the plan that have ended, newest first. */
  readonly past: readonly ExecutionState[];
  readonly secondsPerDeclared?: number;
}

/**
 * What is to be expected of valid waves. Work is counted, people are not: gates are named apart. A declared time is that of a quick
 * run, and a task without any ground counts as nothing: until every task was measured, the estimate says `atLeast`.
 */
export function estimatePlan({ waves, executionType, past, secondsPerDeclared = 1 }: EstimateInput): PlanEstimate {
  const runsOf = measuredRuns(past, executionType);
  const tasks = waves.flatMap((wave) => wave.tasks.map((task) => scale(estimateTask(task, runsOf), secondsPerDeclared)));
  const byId = new Map(tasks.map((task) => [task.taskId, task]));
  const likely = scheduleWaves(waves, (taskId) => byId.get(taskId)?.seconds ?? 0);
  const slowest = scheduleWaves(waves, (taskId) => byId.get(taskId)?.slowestSeconds ?? 0);
  const rpo = worstLoss(tasks);
  const count = (basis: TaskEstimate["basis"]): number => tasks.filter((task) => task.basis === basis).length;
  return {
    rtoSeconds: toMilliseconds(likely.seconds),
    slowestSeconds: toMilliseconds(slowest.seconds),
    atLeast: count("measured") < tasks.length,
    ...(rpo ? { rpo } : {}),
    basis: { measured: count("measured"), declared: count("declared"), unknown: count("unknown") },
    gates: waves.reduce((gates, wave) => gates + Number(wave.pauseBeforeWave) + Number(wave.pauseAfterWave), 0),
    criticalPath: likely.criticalPath.slice(0, MAX_PATH),
    waves: likely.waves.map(({ waveNumber, startSeconds, endSeconds }) => ({
      waveNumber,
      seconds: toMilliseconds(endSeconds - startSeconds),
    })),
    tasks,
    executions: past.map(({ executionId }) => executionId).filter((id) => tasks.some(({ lastExecutionId }) => lastExecutionId === id)),
  };
}

/** The part of an estimate that is recorded with the execution. */
export function toRecorded({ tasks: _tasks, executions: _executions, ...estimate }: PlanEstimate): Estimate {
  return estimate;
}

function scale(task: TaskEstimate, factor: number): TaskEstimate {
  if (task.basis !== "declared" || task.seconds === null) return task;
  const seconds = toMilliseconds(task.seconds * factor);
  return { ...task, seconds, slowestSeconds: seconds };
}

/** The worst of the last measured losses. */
function worstLoss(tasks: readonly TaskEstimate[]): Estimate["rpo"] {
  const losses = tasks.flatMap(({ taskId, rpo }) => (rpo === null ? [] : [{ taskId, seconds: rpo.seconds }]));
  return losses.reduce<Estimate["rpo"]>((worst, loss) => (worst === undefined || isWorse(loss, worst) ? loss : worst), undefined);
}
