/** An execution as the API shows it. */
import { toPauseView, type PauseView } from "./view-pause.ts";
import { toRpoView, toRtoView, type RpoView, type RtoView } from "./view-objectives.ts";
import { toWaveView, type WaveView } from "./view-wave.ts";
import { allTasks, waveAt } from "./lookup.ts";
import { must } from "./must.ts";
import { toApiStatus } from "./refuse.ts";
import type { ExecutionState } from "./state.ts";

/** The JSON of `GET /executions/{id}`. Times are ISO 8601 in UTC; what does not apply (yet) is null. */
export interface ExecutionView extends StatusView {
  readonly planName: string;
  readonly planVersion: number;
  readonly planHash: string;
  readonly manifestHash: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly triggerSource: string;
  readonly requestedBy: string | null;
  readonly epoch: number;
  readonly waves: readonly WaveView[];
  readonly rto: RtoView;
  readonly rpo: RpoView;
  readonly cancel: ExecutionState["cancel"];
  readonly rollback: ExecutionState["rollback"];
  readonly failure: ExecutionState["failure"];
  readonly failedWave: number | null;
  readonly failedWaves: readonly number[];
  readonly skippedTasks: readonly string[];
  readonly unconfirmedTasks: readonly string[];
  /** What a drill's clean-up could not remove. */
  readonly leftovers: readonly { readonly taskId: string; readonly resource: string }[];
}

/** The JSON of `GET /executions/{id}/status`: small at any size of plan. */
export interface StatusView {
  readonly executionId: string;
  readonly planId: string;
  readonly status: ReturnType<typeof toApiStatus>;
  readonly executionType: ExecutionState["executionType"];
  readonly mode: ExecutionState["mode"];
  readonly currentWave: number | null;
  readonly waveCount: number;
  /** Tasks by status. */
  readonly tasks: Readonly<Record<string, number>>;
  /** Completed, but not with every wave, or leaving behind what a drill's clean-up could not remove. */
  readonly degraded: boolean;
  readonly manualInterventionRequired: boolean;
  readonly pauseRequested: ExecutionState["pauseRequested"];
  readonly pause: PauseView | null;
  readonly requestedAt: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly deadlineAt: string | null;
}

/** The whole execution. Its size grows with the plan. Throws a plain error for a stream without events. */
export function toExecutionView(state: ExecutionState): ExecutionView {
  const { planVersion, planHash, manifestHash, epoch, cancel, rollback, failure, failedWave } = state;
  const { planName, tags, triggerSource, requestedBy = null } = must(state.request, "request of an execution");
  const tasks = allTasks(state);
  return {
    ...toStatusView(state),
    planName,
    planVersion,
    planHash,
    manifestHash,
    tags,
    triggerSource,
    requestedBy,
    epoch,
    waves: state.waves.map(toWaveView),
    rto: toRtoView(state),
    rpo: toRpoView(state),
    cancel,
    rollback,
    failure,
    failedWave,
    failedWaves: failedWavesOf(state),
    skippedTasks: tasks.filter((task) => task.skippedBecause !== null).map((task) => task.spec.taskId),
    unconfirmedTasks: tasks.filter((task) => task.failure?.code === "task.stop_unconfirmed").map((task) => task.spec.taskId),
    leftovers: tasks.flatMap((task) => task.leftovers.map((resource) => ({ taskId: task.spec.taskId, resource }))),
  };
}

/** Where the execution stands. */
export function toStatusView(state: ExecutionState): StatusView {
  const { executionId, planId, executionType, mode, requestedAt, startedAt, finishedAt, deadlineAt } = state;
  return {
    executionId,
    planId,
    status: toApiStatus(state.status),
    executionType,
    mode,
    currentWave: currentWaveOf(state),
    waveCount: state.waves.length,
    tasks: countTasks(state),
    degraded: isDegraded(state),
    manualInterventionRequired: state.manualInterventionRequired,
    pauseRequested: state.pauseRequested,
    pause: state.pause && toPauseView(state.pause),
    requestedAt,
    startedAt,
    finishedAt,
    deadlineAt,
  };
}

/** The wave to look at: the first that runs, else the one at which the execution waits or failed, else the last that began. */
export function currentWaveOf(state: ExecutionState): number | null {
  const [open] = state.schedule.openWaves.toSorted((a, b) => a - b);
  if (open !== undefined) return waveAt(state, open).spec.waveNumber;
  const held = state.pause?.waveNumber ?? state.failedWave;
  return held ?? state.waves.findLast((wave) => wave.startedAt !== null)?.spec.waveNumber ?? null;
}

/** Completed, but not with every wave, or leaving something behind. */
export function isDegraded(state: ExecutionState): boolean {
  if (state.status !== "completed") return false;
  return failedWavesOf(state).length > 0 || allTasks(state).some(({ leftovers }) => leftovers.length > 0);
}

function countTasks(state: ExecutionState): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const wave of state.waves) for (const { status } of wave.tasks) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function failedWavesOf(state: ExecutionState): readonly number[] {
  return state.waves.filter((wave) => wave.status === "failed").map((wave) => wave.spec.waveNumber);
}
