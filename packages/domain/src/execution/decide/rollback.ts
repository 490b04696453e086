/** Taking back what stands because a person asks for it. */
import type { EventData } from "@dr/events";
import { firstIrreversible, startRollback } from "../advance/rollback.ts";
import { advance } from "../advance/advance.ts";
import { hasStandingEffect, layersOf } from "../evolve/unwind.ts";
import { assertExists, isTerminal, refusal } from "../refuse.ts";
import { startRun, type Run } from "../run.ts";
import type { ExecutionState } from "../state.ts";
import { queueToReopen } from "./redrive.ts";
import type { Decide } from "./types.ts";

/**
 * Takes back every effect that stands, or may stand, in reverse dependency order; the execution then ends (again) as failed or cancelled. What
 * could not be rolled back before is tried anew. Refused with `execution.not_rollbackable` unless it failed, was cancelled, or is paused with
 * nothing at work, and with `execution.nothing_to_roll_back` where no effect stands or the first to go cannot be taken back.
 */
export const rollbackExecution: Decide<"RollbackExecution"> = (state, { reason, waitsFor, now }) => {
  assertExists(state);
  const onDemand = endOf(state, reason);
  const [layer] = layersOf(state, hasStandingEffect);
  if (!layer) throw refusal(state, "execution.nothing_to_roll_back", "no effect of this execution stands");
  const taskId = firstIrreversible(state, layer);
  if (taskId !== undefined) {
    throw refusal(state, "execution.nothing_to_roll_back", `the effect of ${taskId} cannot be taken back, and it is the first to go`, {
      taskId,
    });
  }
  const run = startRun(state, now);
  // A paused execution holds its resources already.
  if (waitsFor && isTerminal(state)) queueToReopen(run, waitsFor.reason, { as: "rollback", reason });
  else beginRollback(run, reason, onDemand);
  return run.events;
};

/** Takes back what stands; `onDemand` is how the execution ends afterwards. */
export function beginRollback(run: Run, reason: string, onDemand: OnDemand): void {
  startRollback(run, reason, onDemand);
  advance(run);
}

type OnDemand = NonNullable<EventData<"RollbackStarted">["onDemand"]>;

/** How the execution ends afterwards: as it had ended; a paused one has failed to reach its goal. */
function endOf(state: ExecutionState, reason: string): OnDemand {
  if (state.status === "failed" || state.status === "cancelled") return { outcome: state.status };
  if (state.status === "paused" && state.schedule.openWaves.length === 0) {
    return {
      outcome: "failed",
      failure: { code: "execution.rolled_back", message: `rolled back on demand: ${reason}`, retryable: false },
    };
  }
  const message = "only an execution that failed, was cancelled, or is paused with nothing at work can be rolled back";
  throw refusal(state, "execution.not_rollbackable", message);
}
