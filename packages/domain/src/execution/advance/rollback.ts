/** Taking effects back, in reverse dependency order, up to the first that cannot be taken back. */
import type { EventData } from "@dr/events";
import { hasStandingEffect, layersOf } from "../evolve/unwind.ts";
import { allTasks, liveTasks, taskOf } from "../lookup.ts";
import { must } from "../must.ts";
import { contextOf, newRequest } from "../requests.ts";
import { emit, type Run } from "../run.ts";
import { listed, unlistedOf } from "../sizes.ts";
import type { ExecutionState, TaskState } from "../state.ts";
import { isFailed } from "../task-status.ts";
import { finish, type Ending } from "./finish.ts";

/** Begins the unwind that a failed wave asks for, or a person. */
export function startRollback(run: Run, reason: string, onDemand?: EventData<"RollbackStarted">["onDemand"]): void {
  const tasks = listed(layersOf(run.state, hasStandingEffect).flat());
  emit(run, "RollbackStarted", { reason, taskIds: tasks.items, ...unlistedOf(tasks), ...(onDemand ? { onDemand } : {}) });
}

/** Asks the tasks of the front layer; ends at the first effect that cannot be, or could not be, taken back, or when all are. */
export function stepRollback(run: Run): boolean {
  const { unwind } = run.state;
  if (!unwind) {
    finish(run, endingAfterRollback(run.state));
    return true;
  }
  if (unwind.layers.length === 0) return completeRollback(run);
  const layer = liveTasks(run.state);
  // Half a layer taken back is worse than a whole one standing, so nothing beside an irreversible effect is touched.
  const irreversible = layer.find(isIrreversible);
  if (irreversible) return completeRollback(run, { taskId: irreversible.spec.taskId, reason: "its effect cannot be taken back" });
  return askLayer(run, layer) || blockOnFailure(run, layer);
}

function endingAfterRollback({ pendingOutcome, failure, failedWave, manualInterventionRequired }: ExecutionState): Ending {
  if (pendingOutcome === "cancelled") return { outcome: "cancelled" };
  return { outcome: "failed", failure: must(failure, "failure that was rolled back"), waveNumber: failedWave, manualInterventionRequired };
}

/** The task of a layer that keeps the whole layer from being taken back, if there is one. */
export function firstIrreversible(state: ExecutionState, layer: readonly string[]): string | undefined {
  return layer.find((taskId) => isIrreversible(taskOf(state, taskId)));
}

/** Declared so by its adapter, or reported so by the run itself. */
function isIrreversible(task: TaskState): boolean {
  return task.spec.reversibility === "irreversible" || task.result?.reversible === false;
}

function askLayer(run: Run, layer: readonly TaskState[]): boolean {
  const unasked = layer.filter((task) => task.phase !== "rollback" || isToBeTriedAnew(task));
  for (const task of unasked) {
    const request = newRequest(run.state, task, "rollback", run.now);
    emit(run, "TechnologyRollbackRequested", { ...contextOf(run.state, task.spec.waveNumber), task: request });
  }
  return unasked.length > 0;
}

/** Its rollback failed in an earlier unwind, which a new one has wiped away. */
function isToBeTriedAnew(task: TaskState): boolean {
  return task.status === "failed" && task.unwindFailure === null;
}

/** A task that could not be rolled back, retries and all, stops the unwind once the rest of its layer is through. */
function blockOnFailure(run: Run, layer: readonly TaskState[]): boolean {
  const failed = layer.find(isFailed);
  if (!failed || layer.some((task) => task.status === "rolling_back" || task.status === "retry_scheduled")) return false;
  return completeRollback(run, { taskId: failed.spec.taskId, reason: must(failed.unwindFailure, "failure of a rollback").message });
}

function completeRollback(run: Run, blockedBy?: { taskId: string; reason: string }): true {
  const rolledBack = listed(
    allTasks(run.state)
      .filter((task) => task.status === "rolled_back")
      .map((task) => task.spec.taskId),
  );
  emit(run, "RollbackCompleted", { rolledBack: rolledBack.items, ...(blockedBy ? { blockedBy } : {}), ...unlistedOf(rolledBack) });
  return true;
}
