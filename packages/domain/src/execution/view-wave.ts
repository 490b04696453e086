/** Waves and tasks as the API shows them. */
import type { Failure } from "@dr/events";
import { resourceNames } from "../plan/task-resources.ts";
import type { Executed, TaskState, WaveState } from "./state.ts";

/** A wave with its technologies, in the shape of the requirements (`waves[].technologies[]`) and more. */
export interface WaveView {
  readonly waveNumber: number;
  readonly name: string;
  readonly status: WaveState["status"];
  readonly dependencies: readonly number[];
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly deadlineAt: string | null;
  /**
   * What its adapters said when they were asked whether it is ready; absent where nobody was asked. `not_yet`: seen before the waves that it depends on,
   * which may change it; `unanswered`: it began without some.
   */
  readonly readiness?: {
    readonly state: "asked" | "ready" | "blocked" | "not_yet" | "unanswered";
    readonly askedAt: string;
    readonly deadlineAt: string;
    readonly awaited: readonly string[];
    readonly blocked: readonly { readonly taskId: string; readonly failure: Failure }[];
    readonly warnings: number;
  };
  readonly technologies: readonly TaskView[];
}

/** A task. `subExecutionId` is the id that the technology itself gave to the work, once it gave one. */
export interface TaskView extends Pick<
  TaskState,
  | "status"
  | "phase"
  | "attempt"
  | "operationId"
  | "requestedAt"
  | "startedAt"
  | "finishedAt"
  | "deadlineAt"
  | "dueAt"
  | "failure"
  | "unwindFailure"
  | "result"
  | "externalIds"
  | "leftovers"
  | "effect"
  | "skippedBecause"
> {
  readonly type: string;
  readonly taskId: string;
  readonly operation: string;
  readonly dependsOn: readonly string[];
  /** Names of what the task acts on. */
  readonly resources: readonly string[];
  readonly maxAttempts: number;
  /** Times of the rollback or clean-up, if there was one; those of the task itself stand beside it. */
  readonly unwind: ({ readonly phase: TaskState["phase"] } & Executed) | null;
  readonly subExecutionId?: string;
  /** Present while the task does not answer: since when, and how often it was asked again. */
  readonly silence?: { readonly since: string; readonly askedAgain: number };
}

/** One wave. */
export function toWaveView(wave: WaveState): WaveView {
  const { status, startedAt, finishedAt, deadlineAt } = wave;
  const { waveNumber, name, dependencies } = wave.spec;
  const technologies = wave.tasks.map(toTaskView);
  return { waveNumber, name, status, dependencies, startedAt, finishedAt, deadlineAt, ...readinessOf(wave), technologies };
}

function readinessOf({ readiness, status, spec }: WaveState): Pick<WaveView, "readiness"> {
  if (readiness === null) return {};
  const { checkId: _id, at, ...shown } = readiness;
  const blocked = at === "planning" && spec.dependencies.length > 0 ? "not_yet" : "blocked";
  const missing = status === "pending" ? "asked" : "unanswered";
  const heard = readiness.blocked.length > 0 ? blocked : "ready";
  return { readiness: { state: readiness.awaited.length > 0 ? missing : heard, ...shown } };
}

function toTaskView(task: TaskState): TaskView {
  const { spec, executed, attempts: _attempts, attemptsBefore: _before, answers: _answers, silentAsks, silentSince, ...shown } = task;
  const { cancelRequestedAt: _cancel, effectOperationId: _effect, ...fields } = shown;
  const { type, taskId, operation, dependsOn, retry } = spec;
  const subExecutionId = subExecutionIdOf(task);
  return {
    type,
    taskId,
    operation,
    dependsOn,
    ...fields,
    ...executed,
    unwind: executed && { phase: task.phase, requestedAt: task.requestedAt, startedAt: task.startedAt, finishedAt: task.finishedAt },
    resources: resourceNames(spec),
    maxAttempts: retry.maxAttempts,
    ...(subExecutionId === undefined ? {} : { subExecutionId }),
    ...(silentSince === null || silentAsks === 0 ? {} : { silence: { since: silentSince, askedAgain: silentAsks } }),
  };
}

function subExecutionIdOf({ externalIds }: TaskState): string | undefined {
  return externalIds["subExecutionId"] ?? externalIds["executionId"] ?? externalIds["jobId"] ?? Object.values(externalIds)[0];
}
