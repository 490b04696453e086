/** An execution as the API shows it. */
import type { Discovered, Failure } from "@dr/events";
import { estimatedCompletion, toEstimateView, type EstimateView } from "../estimate/estimate-view.ts";
import type { CommandActor } from "./commands.ts";
import { toNextView, type NextView } from "./next/next-view.ts";
import {
  needsPerson,
  toExercisedView,
  standsUnasked,
  toStandingEffects,
  toUnaccounted,
  type EffectView,
  type ExercisedView,
  type UnaccountedView,
} from "./view-effects.ts";
import { toPauseView, type PauseView } from "./view-pause.ts";
import { toRpoView, toRtoView, type RpoView, type RtoView } from "./view-objectives.ts";
import { toWaveView, type WaveView } from "./view-wave.ts";
import { allTasks, waveAt } from "./lookup.ts";
import { must } from "./must.ts";
import { toApiStatus } from "./refuse.ts";
import type { ExecutionState } from "./state.ts";
import { isFailed, isUnaccounted } from "./task-status.ts";

/** The JSON of `GET /executions/{id}`. Times are ISO 8601 in UTC; what does not apply (yet) is null. */
export interface ExecutionView extends StatusView {
  /** What tag filters were resolved from: every account and Region, and the names that came and went since the last drill. */
  readonly discovered?: Discovered;
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
  /** What was expected of it when it was planned, and how far that was off; absent where nothing was recorded. */
  readonly estimate?: EstimateView;
  /** How much of the plan was really exercised. */
  readonly exercised: ExercisedView;
  /** Effects that stand although the execution did not reach its goal. */
  readonly standingEffects: readonly EffectView[];
  /** Effects of which nobody knows, after the end. */
  readonly unaccounted: readonly UnaccountedView[];
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
  /** Completed, but not with every wave, leaving something behind, or with an effect of which nobody knows. */
  readonly degraded: boolean;
  readonly manualInterventionRequired: boolean;
  readonly pauseRequested: ExecutionState["pauseRequested"];
  readonly pause: PauseView | null;
  /** What tag filters led to: against the last drill, and whether an account or Region is missing. Absent where every resource was named. */
  readonly discovery?: Pick<Discovered, "resources" | "partial"> & { readonly difference: string };
  readonly requestedAt: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly deadlineAt: string | null;
  readonly cancel: ExecutionState["cancel"];
  readonly rollback: ExecutionState["rollback"];
  readonly failure: ExecutionState["failure"];
  /** Tasks that failed and were not mended, at most 5, and how many there are. */
  readonly failures: { readonly tasks: readonly FailedTaskView[]; readonly total: number };
  /** Why it stands where it stands, and what can be done; absent unless it is said who looks, and when. */
  readonly next?: NextView;
  /** When it should be over, people's decisions not counted; null while nobody can say, absent unless it is said when somebody looks. ISO 8601, UTC. */
  readonly estimatedCompletion?: string | null;
}

/** A task that failed. `unwindFailure`: why its rollback or clean-up failed. */
export interface FailedTaskView {
  readonly taskId: string;
  readonly waveNumber: number;
  readonly failure: Failure | null;
  readonly unwindFailure: Failure | null;
}

/** Who looks at an execution, and when (ISO 8601, UTC). Without a caller the steps of anybody are shown. */
export interface Viewer {
  readonly now: string;
  readonly caller?: CommandActor;
}

/** The whole execution. Its size grows with the plan. Throws a plain error for a stream without events. */
export function toExecutionView(state: ExecutionState, viewer?: Viewer): ExecutionView {
  const { planVersion, planHash, manifestHash, epoch, failedWave } = state;
  const { planName, tags, triggerSource, requestedBy = null } = must(state.request, "request of an execution");
  const tasks = allTasks(state);
  return {
    ...toStatusView(state, viewer),
    planName,
    planVersion,
    planHash,
    manifestHash,
    ...(state.discovery && { discovered: state.discovery }),
    tags,
    triggerSource,
    requestedBy,
    epoch,
    waves: state.waves.map(toWaveView),
    rto: toRtoView(state),
    rpo: toRpoView(state),
    ...toEstimateView(state),
    exercised: toExercisedView(state),
    standingEffects: toStandingEffects(state),
    unaccounted: toUnaccounted(state),
    failedWave,
    failedWaves: failedWavesOf(state),
    skippedTasks: tasks.filter((task) => task.skippedBecause !== null).map((task) => task.spec.taskId),
    unconfirmedTasks: tasks.filter((task) => task.failure?.code === "task.stop_unconfirmed").map((task) => task.spec.taskId),
    leftovers: tasks.flatMap((task) => task.leftovers.map((resource) => ({ taskId: task.spec.taskId, resource }))),
  };
}

function toDiscoveryView({ resources, partial, difference }: Discovered): NonNullable<StatusView["discovery"]> {
  return { resources, partial, difference: difference.summary };
}

/** Where the execution stands. */
export function toStatusView(state: ExecutionState, viewer?: Viewer): StatusView {
  const { executionId, planId, executionType, mode, requestedAt, startedAt, finishedAt, deadlineAt, cancel, rollback, failure } = state;
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
    manualInterventionRequired: needsPerson(state),
    pauseRequested: state.pauseRequested,
    pause: state.pause && toPauseView(state, state.pause, viewer?.now ?? state.pause.since),
    ...(state.discovery && { discovery: toDiscoveryView(state.discovery) }),
    requestedAt,
    startedAt,
    finishedAt,
    deadlineAt,
    cancel,
    rollback,
    failure,
    failures: failuresOf(state),
    ...(viewer ? { estimatedCompletion: estimatedCompletion(state, viewer.now), next: toNextView(state, viewer.now, viewer.caller) } : {}),
  };
}

const MAX_FAILURES = 5;

function failuresOf(state: ExecutionState): StatusView["failures"] {
  const failed = allTasks(state).filter((task) => isFailed(task) || task.unwindFailure !== null);
  const tasks = failed.slice(0, MAX_FAILURES).map(({ spec, failure, unwindFailure }) => ({
    taskId: spec.taskId,
    waveNumber: spec.waveNumber,
    failure,
    unwindFailure,
  }));
  return { tasks, total: failed.length };
}

/** The wave to look at: the first that runs, else the one at which the execution waits or failed, else the last that began. */
export function currentWaveOf(state: ExecutionState): number | null {
  const [open] = state.schedule.openWaves.toSorted((a, b) => a - b);
  if (open !== undefined) return waveAt(state, open).spec.waveNumber;
  const held = state.pause?.waveNumber ?? state.failedWave;
  return held ?? state.waves.findLast((wave) => wave.startedAt !== null)?.spec.waveNumber ?? null;
}

/** Completed, but not with every wave, leaving something behind, or with an effect of which nobody knows. */
export function isDegraded(state: ExecutionState): boolean {
  if (state.status !== "completed") return false;
  return (
    failedWavesOf(state).length > 0 ||
    allTasks(state).some((task) => task.leftovers.length > 0 || isUnaccounted(task) || standsUnasked(task))
  );
}

function countTasks(state: ExecutionState): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const wave of state.waves) for (const { status } of wave.tasks) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function failedWavesOf(state: ExecutionState): readonly number[] {
  return state.waves.filter((wave) => wave.status === "failed").map((wave) => wave.spec.waveNumber);
}
