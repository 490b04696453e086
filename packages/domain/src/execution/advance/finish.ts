/** The end of an execution; a drill cleans up first. */
import type { EventData, Failure } from "@dr/events";
import { layersOf, mayHaveLaunched } from "../evolve/unwind.ts";
import { allTasks } from "../lookup.ts";
import { must } from "../must.ts";
import { emit, type Run } from "../run.ts";
import { listed, unlistedOf } from "../sizes.ts";
import { isUnaccounted } from "../task-status.ts";

/** How it ends. */
export type Ending =
  | { readonly outcome: "completed" | "cancelled" }
  | {
      readonly outcome: "failed";
      readonly failure: Failure;
      readonly waveNumber: number | null;
      readonly manualInterventionRequired: boolean;
    };

/** Ends the execution, or, in a drill that asked anything of an adapter, begins the clean-up that comes before. */
export function finish(run: Run, ending: Ending): void {
  const taskIds = run.state.executionType === "drill" && !run.state.cleanedUp ? layersOf(run.state, mayHaveLaunched).flat() : [];
  if (taskIds.length === 0) {
    emitTerminal(run, ending);
    return;
  }
  const tasks = listed(taskIds);
  emit(run, "CleanupStarted", { taskIds: tasks.items, ...unlistedOf(tasks), outcome: ending.outcome, ...causeOf(ending) });
}

/**
 * The one event after which nothing but ignored answers follows (unless the execution is redriven or rolled back). It names every task of
 * whose effect nobody knows: then a person has to look, whatever else is said.
 */
export function emitTerminal(run: Run, ending: Ending): void {
  const unaccounted = unaccountedField(run);
  if (ending.outcome === "failed") {
    emit(run, "ExecutionFailed", {
      ...causeOf(ending),
      failure: ending.failure,
      manualInterventionRequired: ending.manualInterventionRequired || unaccounted.unaccounted !== undefined,
      ...unaccounted,
    });
  } else if (ending.outcome === "cancelled") {
    const unconfirmed = listed(idsOf(run, (task) => task.failure?.code === "task.stop_unconfirmed"));
    const reason = must(run.state.cancel, "cancel of a cancelled execution").reason;
    emit(run, "ExecutionCancelled", { reason, unconfirmedTasks: unconfirmed.items, ...unlistedOf(unconfirmed), ...unaccounted });
  } else {
    const skipped = listed(idsOf(run, (task) => task.skippedBecause !== null));
    const failedWaves = run.state.waves.filter((wave) => wave.status === "failed").map((wave) => wave.spec.waveNumber);
    emit(run, "ExecutionCompleted", { skippedTasks: skipped.items, failedWaves, ...unlistedOf(skipped), ...unaccounted });
  }
}

/** As many ids as anybody reads; the execution's own view has them all. */
const IDS_IN_TERMINAL = 20;

function unaccountedField(run: Run): Pick<EventData<"ExecutionFailed">, "unaccounted"> {
  const taskIds = idsOf(run, isUnaccounted);
  return taskIds.length === 0 ? {} : { unaccounted: { taskIds: taskIds.slice(0, IDS_IN_TERMINAL), total: taskIds.length } };
}

function causeOf(ending: Ending): { failure?: Failure; waveNumber?: number; manualInterventionRequired?: boolean } {
  if (ending.outcome !== "failed") return {};
  const { failure, waveNumber, manualInterventionRequired } = ending;
  return { failure, ...(waveNumber === null ? {} : { waveNumber }), manualInterventionRequired };
}

function idsOf(run: Run, include: (task: ReturnType<typeof allTasks>[number]) => boolean): readonly string[] {
  return allTasks(run.state)
    .filter(include)
    .map((task) => task.spec.taskId);
}
