/** What the outcome of an attempt means, by the phase in which it was asked. */
import type { EventData, Failure, TaskResult } from "@dr/events";
import { resourceNames } from "../../plan/task-resources.ts";
import { emit, type Run } from "../run.ts";
import type { TaskState } from "../state.ts";
import { addSeconds } from "../time.ts";

/** Names the attempt that an outcome belongs to. */
export type OperationRef = Omit<EventData<"TechnologyStarted">, "externalIds">;

/** How an attempt failed. */
export interface FailedAttempt {
  readonly ref: OperationRef;
  readonly failure: Failure;
  readonly result: TaskResult | undefined;
  /** In [0,1), for the jitter. */
  readonly random: number;
}

/** Records a success: of the task itself, of its rollback, or of its clean-up. A rollback is one only where every resource says so. */
export function recordCompleted(run: Run, task: TaskState, ref: OperationRef, result: TaskResult): void {
  const open = ref.phase === "rollback" ? result.resources.filter(({ outcome }) => outcome === "unknown" || outcome === "failed") : [];
  if (open.length > 0) recordFailed(run, task, { ref, failure: unprovenRollback(open), result, random: 0 });
  else if (ref.phase === "execute") emit(run, "TechnologyCompleted", { ...ref, result });
  else if (ref.phase === "rollback") emit(run, "TechnologyRolledBack", { ...ref, result });
  else emit(run, "TechnologyCleanedUp", { ...ref, leftovers: result.leftovers ?? [] });
}

function unprovenRollback(open: TaskResult["resources"]): Failure {
  const named = open.slice(0, 5).map(({ resource, outcome }) => `${resource}: ${outcome}`);
  return {
    code: "rollback.unproven",
    message: `nobody can say that the effect is gone: ${named.join(", ")}`,
    retryable: false,
    details: { resources: open.length },
  };
}

/** Records a failure, and the retry or the end of the clean-up that follows from it. What a failed wave leads to is for `advance` to say. */
export function recordFailed(run: Run, task: TaskState, attempt: FailedAttempt): void {
  const { ref, failure, result } = attempt;
  emit(run, "TechnologyFailed", { ...ref, failure, ...(result ? { result } : {}) });
  if (mayRetry(run, task, failure)) {
    scheduleRetry(run, task, failure, attempt.random);
  } else if (ref.phase === "cleanup") {
    // Nobody knows what is left, so everything that the task was about is named.
    const leftovers = result?.leftovers ?? namesOf(task);
    emit(run, "TechnologyCleanedUp", { ...ref, leftovers, failure });
  }
}

function mayRetry(run: Run, task: TaskState, failure: Failure): boolean {
  const made = task.attempt - task.attemptsBefore;
  return failure.retryable && made < task.spec.retry.maxAttempts && run.state.status !== "cancelling";
}

/** Delay n = min(interval × rate^(n−1), max), of which half is fixed and half is random: spread out, yet never at once. */
function scheduleRetry(run: Run, task: TaskState, failure: Failure, random: number): void {
  const { intervalSeconds, backoffRate, maxIntervalSeconds } = task.spec.retry;
  const made = task.attempt - task.attemptsBefore;
  const delay = Math.min(intervalSeconds * backoffRate ** (made - 1), maxIntervalSeconds);
  const delaySeconds = Math.round((delay / 2 + (delay / 2) * random) * 1000) / 1000;
  const { waveNumber, taskId } = task.spec;
  emit(run, "TechnologyRetryScheduled", {
    waveNumber,
    taskId,
    attempt: task.attempt + 1,
    dueAt: addSeconds(run.now, delaySeconds),
    delaySeconds,
    failure,
  });
}

function namesOf({ externalIds, spec }: TaskState): string[] {
  const launched = Object.values(externalIds);
  return launched.length > 0 ? launched : [...resourceNames(spec)];
}
