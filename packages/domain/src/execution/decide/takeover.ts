/** Taking an execution over in another Region. */
import { liveTasks } from "../lookup.ts";
import { contextOf, sameRequest } from "../requests.ts";
import { assertOpen, refusal } from "../refuse.ts";
import { emit, startRun, type Run } from "../run.ts";
import { listed, unlistedOf } from "../sizes.ts";
import type { TaskState } from "../state.ts";
import { isOutstanding } from "../task-status.ts";
import { askToStop } from "./stop.ts";
import { advance } from "../advance/advance.ts";
import type { Decide } from "./types.ts";

/**
 * Raises the epoch, which stops the old leader at its next append, and asks again for everything that is outstanding: buses, queues and
 * timers may be lost with their Region. The operation ids are the same, so an adapter that did the work answers with what it did.
 * Refused with `execution.stale_epoch` unless the epoch is higher.
 */
export const takeOver: Decide<"TakeOver"> = (state, { epoch, region, reason, now }) => {
  assertOpen(state);
  if (epoch <= state.epoch) {
    throw refusal(state, "execution.stale_epoch", `epoch ${epoch} is not above ${state.epoch}`, { epoch, currentEpoch: state.epoch });
  }
  const run = startRun(state, now);
  const outstanding = liveTasks(state).filter(isOutstanding);
  const reissued = listed(outstanding.map((task) => task.spec.taskId));
  emit(run, "LeadershipTaken", { epoch, region, reason, reissued: reissued.items, ...unlistedOf(reissued) });
  for (const task of outstanding) reissue(run, task);
  advance(run);
  return run.events;
};

/** A task that was asked to stop is asked to stop again: asking for the work would undo the cancel. */
function reissue(run: Run, task: TaskState): void {
  if (task.cancelRequestedAt !== null) askToStop(run, task, "cancelled");
  else
    emit(run, "TechnologyRetryRequested", {
      ...contextOf(run.state, task.spec.waveNumber),
      task: sameRequest(run.state, task),
      reason: "takeover",
    });
}
