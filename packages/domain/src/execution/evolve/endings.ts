/** Folding how an execution ends, and how a failed one begins again. */
import { must } from "../must.ts";
import type { ExecutionState } from "../state.ts";
import { isNotAsked } from "../task-status.ts";
import { endPause } from "./pauses.ts";
import type { Evolve } from "./types.ts";
import { hasStandingEffect, layersOf, mayHaveLaunched } from "./unwind.ts";
import { placeOf } from "../lookup.ts";
import { patchTask, patchTasks, patchWave } from "./update.ts";

/** From here on nothing new is asked; tasks that were not asked will never be. */
export const executionCancelRequested: Evolve<"ExecutionCancelRequested"> = (state, data, at) => {
  const open = [...state.schedule.openWaves, ...state.schedule.unresolvedWaves];
  const stopped = open.reduce(
    (next, position) =>
      patchTasks(next, position, (task) =>
        isNotAsked(task) || task.status === "retry_scheduled" ? { status: "cancelled", finishedAt: at, dueAt: null } : undefined,
      ),
    state,
  );
  return {
    ...endPause(stopped, at),
    status: "cancelling",
    queue: null,
    pauseRequested: null,
    cancel: { reason: data.reason, at, deadlineAt: data.deadlineAt, preemptedBy: data.preemptedBy ?? null },
  };
};

/** Over: waves that were still running count as cancelled. */
export const executionCancelled: Evolve<"ExecutionCancelled"> = (state, _data, at) => ({
  ...over(state, at),
  status: "cancelled",
});

/** Effects are being taken back. On demand that may be after the end, which comes again then; rollbacks that failed before are tried anew. */
export const rollbackStarted: Evolve<"RollbackStarted"> = (state, data, at) => {
  const layers = layersOf(state, hasStandingEffect);
  const cleared = layers.flat().reduce((next, taskId) => patchTask(next, placeOf(next, taskId), { unwindFailure: null }), state);
  return {
    ...endPause(cleared, at),
    status: "rolling_back",
    queue: null,
    finishedAt: null,
    pauseRequested: null,
    rollback: { reason: data.reason, since: at, blockedBy: null },
    unwind: { phase: "rollback", layers },
    pendingOutcome: data.onDemand?.outcome ?? null,
    failure: data.onDemand?.failure ?? state.failure,
  };
};

/** The unwind is over; what follows is the failure of the execution. */
export const rollbackCompleted: Evolve<"RollbackCompleted"> = (state, data) => ({
  ...state,
  rollback: { ...must(state.rollback, "rollback that ends"), blockedBy: data.blockedBy ?? null },
  unwind: null,
  manualInterventionRequired: data.blockedBy !== undefined,
});

/** A drill removes what it launched; the outcome waits. */
export const cleanupStarted: Evolve<"CleanupStarted"> = (state, data, at) => ({
  ...endPause(state, at),
  status: "cleaning_up",
  pauseRequested: null,
  pendingOutcome: data.outcome,
  failure: data.failure ?? state.failure,
  failedWave: data.waveNumber ?? state.failedWave,
  manualInterventionRequired: data.manualInterventionRequired ?? state.manualInterventionRequired,
  unwind: { phase: "cleanup", layers: layersOf(state, mayHaveLaunched) },
});

/** Clean, except for the leftovers that the tasks name. */
export const cleanupCompleted: Evolve<"CleanupCompleted"> = (state) => ({ ...state, unwind: null, cleanedUp: true });

/** Over, with its goal reached. */
export const executionCompleted: Evolve<"ExecutionCompleted"> = (state, _data, at) => ({ ...over(state, at), status: "completed" });

/** Over, without. */
export const executionFailed: Evolve<"ExecutionFailed"> = (state, data, at) => ({
  ...over(state, at),
  status: "failed",
  failure: data.failure,
  failedWave: data.waveNumber ?? null,
  manualInterventionRequired: data.manualInterventionRequired,
});

function over(state: ExecutionState, at: string): ExecutionState {
  const closed = state.schedule.openWaves.reduce(
    (next, position) => patchWave(next, position, { status: "cancelled", finishedAt: at }),
    state,
  );
  return {
    ...endPause(closed, at),
    schedule: { ...state.schedule, openWaves: [], readyWaves: [], doomedWaves: [] },
    queue: null,
    pauseRequested: null,
    unwind: null,
    pendingOutcome: null,
    finishedAt: at,
  };
}
