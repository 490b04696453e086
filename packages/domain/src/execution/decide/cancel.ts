/** Cancelling. */
import { advance } from "../advance/advance.ts";
import { liveTasks } from "../lookup.ts";
import { assertExists, assertOpen, isTerminal, refusal } from "../refuse.ts";
import { emit, startRun, type Run } from "../run.ts";
import type { ExecutionState, ExecutionStatus } from "../state.ts";
import { isOutstanding } from "../task-status.ts";
import { addSeconds } from "../time.ts";
import { askToStop } from "./stop.ts";
import type { Decide } from "./types.ts";

/** Not yet on the way to its end. */
const CANCELLABLE: ReadonlySet<ExecutionStatus> = new Set(["planning", "queued", "executing", "paused"]);

/** How long running tasks have to confirm that they stopped. */
export const CANCEL_DEADLINE_SECONDS = 300;

/**
 * Starts no further wave and asks running tasks to stop. Refused once the execution is being cancelled, rolled back or cleaned up, and with
 * `execution.already_begun` where only one that has done nothing yet was meant.
 */
export const cancelExecution: Decide<"CancelExecution"> = (state, { reason, now, onlyUnbegun = false }) => {
  assertOpen(state);
  if (onlyUnbegun && !isUnbegun(state)) throw refusal(state, "execution.already_begun", "the execution has begun meanwhile");
  if (state.status === "cancelling") throw refusal(state, "execution.already_cancelling", "the execution is being cancelled");
  if (!CANCELLABLE.has(state.status)) {
    throw refusal(state, "execution.not_cancellable", "effects are being taken back; stopping half-way would leave the worst of both");
  }
  const run = startRun(state, now);
  requestCancel(run, reason);
  advance(run);
  return run.events;
};

/** True for an execution that waits in the queue and never ran. */
export function isUnbegun({ status, startedAt }: ExecutionState): boolean {
  return status === "queued" && startedAt === null;
}

/** True if a forced start may take the place of this one in the queue: one of the same plan, and no recovery for a drill. */
export function mayReplace(
  { planId, executionType }: Pick<ExecutionState, "planId" | "executionType">,
  by: Pick<ExecutionState, "planId" | "executionType">,
): boolean {
  return planId === by.planId && (executionType === "drill" || by.executionType === "recovery");
}

/**
 * Makes a drill give way to a recovery: it is cancelled, and cleans up as any drill does before it ends. Refused with `execution.not_preemptable`
 * for a recovery. A drill that is on its way to its end already, or over, gives way by itself.
 */
export const preemptExecution: Decide<"PreemptExecution"> = (state, { by, reason, now }) => {
  assertExists(state);
  if (state.executionType !== "drill") throw refusal(state, "execution.not_preemptable", "only a drill gives way to a recovery");
  if (isTerminal(state) || !CANCELLABLE.has(state.status)) return [];
  const run = startRun(state, now);
  requestCancel(run, reason, by);
  advance(run);
  return run.events;
};

/** Emits the request and what it asks of the adapters. The end follows when every task has answered, or at the deadline. */
export function requestCancel(run: Run, reason: string, preemptedBy?: string): void {
  const deadlineAt = addSeconds(run.now, CANCEL_DEADLINE_SECONDS);
  emit(run, "ExecutionCancelRequested", { reason, deadlineAt, ...(preemptedBy === undefined ? {} : { preemptedBy }) });
  for (const task of liveTasks(run.state).filter(isOutstanding)) askToStop(run, task, "cancelled");
}
