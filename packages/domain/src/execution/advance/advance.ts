/** What follows now: the heart of the saga. Decided on the state alone, so whatever a crash cut off is simply decided again. */
import type { Run } from "../run.ts";
import type { ExecutionStatus } from "../state.ts";
import { stepCleanup } from "./cleanup.ts";
import { finish } from "./finish.ts";
import { stepExecuting, stepPaused } from "./running.ts";
import { stepRollback } from "./rollback.ts";
import { liveTasks } from "../lookup.ts";
import { isOutstanding } from "../task-status.ts";

/** One step onward. Returns false, having emitted nothing, when there is nothing to do. */
type Step = (run: Run) => boolean;

const nothing: Step = () => false;

const STEPS: Readonly<Record<ExecutionStatus, Step>> = {
  none: nothing,
  planning: nothing,
  queued: nothing,
  executing: stepExecuting,
  paused: stepPaused,
  cancelling: stepCancelling,
  rolling_back: stepRollback,
  cleaning_up: stepCleanup,
  completed: nothing,
  failed: nothing,
  cancelled: nothing,
};

/**
 * Emits everything that follows from the state, in one decision: `WaveCompleted(k)` and `WaveStarted(k+1)` land together or not at all.
 * Every step emits at least one event and moves the state, so it ends.
 */
export function advance(run: Run): void {
  while (STEPS[run.state.status](run));
}

/** Cancelled only when nothing is in flight any more: the first outcome to land wins. */
function stepCancelling(run: Run): boolean {
  if (liveTasks(run.state).some(isOutstanding)) return false;
  finish(run, { outcome: "cancelled" });
  return true;
}
