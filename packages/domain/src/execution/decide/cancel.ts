/** Cancelling. */
import { advance } from "../advance/advance.ts";
import { liveTasks } from "../lookup.ts";
import { assertOpen, refusal } from "../refuse.ts";
import { emit, startRun, type Run } from "../run.ts";
import { isOutstanding } from "../task-status.ts";
import { addSeconds } from "../time.ts";
import { askToStop } from "./stop.ts";
import type { Decide } from "./types.ts";

/** How long running tasks have to confirm that they stopped. */
export const CANCEL_DEADLINE_SECONDS = 300;

/** Starts no further wave and asks running tasks to stop. Refused once the execution is being cancelled, rolled back or cleaned up. */
export const cancelExecution: Decide<"CancelExecution"> = (state, { reason, now }) => {
  assertOpen(state);
  if (state.status === "cancelling") throw refusal(state, "execution.already_cancelling", "the execution is being cancelled");
  if (state.status === "rolling_back" || state.status === "cleaning_up") {
    throw refusal(state, "execution.not_cancellable", "effects are being taken back; stopping half-way would leave the worst of both");
  }
  const run = startRun(state, now);
  requestCancel(run, reason);
  advance(run);
  return run.events;
};

/** Emits the request and what it asks of the adapters. The end follows when every task has answered, or at the deadline. */
export function requestCancel(run: Run, reason: string): void {
  emit(run, "ExecutionCancelRequested", { reason, deadlineAt: addSeconds(run.now, CANCEL_DEADLINE_SECONDS) });
  for (const task of liveTasks(run.state).filter(isOutstanding)) askToStop(run, task, "cancelled");
}
