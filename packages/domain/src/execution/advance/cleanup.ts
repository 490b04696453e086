/** A drill's clean-up: the last thing launched goes first, and a failure keeps nothing from going on. */
import { allTasks, liveTasks } from "../lookup.ts";
import { must } from "../must.ts";
import { contextOf, newRequest } from "../requests.ts";
import { emit, type Run } from "../run.ts";
import { listed, unlistedOf } from "../sizes.ts";
import { emitTerminal, type Ending } from "./finish.ts";

/** Asks the tasks of the front layer; after the last layer, names what is left and ends the execution. */
export function stepCleanup(run: Run): boolean {
  const { unwind } = run.state;
  if (!unwind) {
    emitTerminal(run, pendingEnding(run));
    return true;
  }
  if (unwind.layers.length === 0) {
    completeCleanup(run);
    return true;
  }
  const unasked = liveTasks(run.state).filter((task) => task.phase !== "cleanup");
  for (const task of unasked) {
    const request = newRequest(run.state, task, "cleanup", run.now);
    emit(run, "TechnologyCleanupRequested", { ...contextOf(run.state, task.spec.waveNumber), task: request });
  }
  return unasked.length > 0;
}

function completeCleanup(run: Run): void {
  const leftovers = allTasks(run.state).flatMap((task) => task.leftovers.map((resource) => ({ taskId: task.spec.taskId, resource })));
  const shown = listed(leftovers);
  emit(run, "CleanupCompleted", { leftovers: shown.items, ...unlistedOf(shown) });
}

function pendingEnding(run: Run): Ending {
  const { pendingOutcome, failure, failedWave, manualInterventionRequired } = run.state;
  const outcome = must(pendingOutcome, "outcome that follows a clean-up");
  if (outcome !== "failed") return { outcome };
  return { outcome, failure: must(failure, "failure of a failed drill"), waveNumber: failedWave, manualInterventionRequired };
}
