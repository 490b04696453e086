/** Ending tasks without their adapter's word, because a deadline passed. */
import type { Failure } from "@dr/events";
import { contextOf, sameRequest } from "../requests.ts";
import { emit, type Run } from "../run.ts";
import type { TaskState } from "../state.ts";
import { isOutstanding } from "../task-status.ts";
import { must } from "../must.ts";
import { recordFailed } from "./outcome.ts";

/** Asks the adapter of a task in flight to stop. Asked again it is the same question. */
export function askToStop(run: Run, task: TaskState, reason: "cancelled" | "timed_out" | "skipped"): void {
  const context = contextOf(run.state, task.spec.waveNumber);
  emit(run, "TechnologyCancelRequested", { ...context, task: sameRequest(run.state, task), reason });
}

/** Gives the task the failure in the stead of its adapter, which is asked to stop if it was at work. */
export function timeOut(run: Run, task: TaskState, failure: Failure): void {
  if (isOutstanding(task)) askToStop(run, task, "timed_out");
  giveUp(run, task, failure);
}

/** Closes the task's current attempt with a failure that was decided here. */
export function giveUp(run: Run, task: TaskState, failure: Failure): void {
  const { waveNumber, taskId, type } = task.spec;
  const ref = {
    executionId: run.state.executionId,
    waveNumber,
    taskId,
    operationId: must(task.operationId, "operation of an attempted task"),
    attempt: task.attempt,
    phase: task.phase,
    technology: type,
  };
  recordFailed(run, task, { ref, failure, result: undefined, random: 0 });
}
