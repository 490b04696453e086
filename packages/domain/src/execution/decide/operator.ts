/** An operator's hand on single tasks. */
import { advance } from "../advance/advance.ts";
import { findPlace, taskAt, waveAt } from "../lookup.ts";
import { contextOf, newRequest } from "../requests.ts";
import { assertOpen, refusal } from "../refuse.ts";
import { emit, startRun } from "../run.ts";
import type { ExecutionState, Place, TaskState } from "../state.ts";
import { isFailed, isNotAsked, isOutstanding } from "../task-status.ts";
import { closedGateBefore } from "./behind-gate.ts";
import { askToStop } from "./stop.ts";
import type { Decide } from "./types.ts";

/**
 * Tries a failed task again, or one that waits for its retry at once; the retry policy counts anew. Refused with `task.unknown` or
 * `task.not_retryable_now`: a wave that was given up is for a redrive.
 */
export const retryTask: Decide<"RetryTask"> = (state, { taskId, reason, now }) => {
  const { place, task } = assertTask(state, taskId);
  if (!isRetryable(state, place, task)) {
    throw refusal(state, "task.not_retryable_now", `task ${taskId} is ${task.status}`, { taskId, taskStatus: task.status });
  }
  const run = startRun(state, now);
  const context = contextOf(state, task.spec.waveNumber);
  emit(run, "TechnologyRetryRequested", { ...context, task: newRequest(state, task, task.phase, now), reason: "operator", note: reason });
  return run.events;
};

/**
 * Goes on without a task: failed, waiting, not begun, or stuck at work (it is then asked to stop, and its effect counts as possible).
 * Refused with `task.unknown`, `task.not_skippable_now`, or `task.behind_gate`: what people have to approve is not emptied without them.
 */
export const skipTask: Decide<"SkipTask"> = (state, { taskId, reason, now, actor }) => {
  const { place, task } = assertTask(state, taskId);
  if (!isSkippable(state, place, task)) {
    throw refusal(state, "task.not_skippable_now", `task ${taskId} is ${task.status}`, { taskId, taskStatus: task.status });
  }
  const gate = closedGateBefore(state, place.wave, actor);
  if (gate) {
    const { waveNumber, pause } = gate.spec;
    const message = `task ${taskId} lies behind the gate of wave ${waveNumber}, which waits for approval; it is for its approvers to skip`;
    throw refusal(state, "task.behind_gate", message, { taskId, waveNumber, approverRoles: pause.approval?.approverRoles ?? [] });
  }
  const run = startRun(state, now);
  if (isOutstanding(task)) askToStop(run, task, "skipped");
  emit(run, "TechnologySkipped", { waveNumber: task.spec.waveNumber, taskId, reason, because: "operator" });
  advance(run);
  return run.events;
};

function assertTask(state: ExecutionState, taskId: string): { readonly place: Place; readonly task: TaskState } {
  assertOpen(state);
  const place = findPlace(state, taskId);
  if (!place) throw refusal(state, "task.unknown", `the execution has no task ${taskId}`, { taskId });
  return { place, task: taskAt(state, place) };
}

/** True for a task that an operator may try again now. */
export function isRetryable(state: ExecutionState, place: Place, task: TaskState): boolean {
  return task.status === "retry_scheduled" || (isFailed(task) && isInOperatorsHands(state, place));
}

/** True for a task that an operator may leave out now, if no closed gate is before it. */
export function isSkippable(state: ExecutionState, place: Place, task: TaskState): boolean {
  if (state.status !== "executing" && state.status !== "paused" && state.status !== "queued") return false;
  if (state.queue?.reopens) return false;
  if (isNotAsked(task)) return waveAt(state, place.wave).status !== "skipped";
  return isOutstanding(task) || task.status === "retry_scheduled" || (isFailed(task) && isInOperatorsHands(state, place));
}

/** The wave is not given up: it runs, or it failed and waits for an operator. */
function isInOperatorsHands(state: ExecutionState, place: Place): boolean {
  if (state.status !== "executing" && state.status !== "paused") return false;
  return state.schedule.openWaves.includes(place.wave) || state.schedule.unresolvedWaves.includes(place.wave);
}
