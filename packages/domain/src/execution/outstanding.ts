/** What adapters were asked and have not answered. */
import type { Phase } from "@dr/events";
import { liveTasks } from "./lookup.ts";
import { must } from "./must.ts";
import type { ExecutionState } from "./state.ts";
import { isOutstanding } from "./task-status.ts";

/** An operation in flight. */
export interface OutstandingOperation {
  readonly operationId: string;
  readonly taskId: string;
  readonly technology: string;
  readonly phase: Phase;
  readonly attempt: number;
}

/** Operations in flight, in plan order: those for which a word of progress may spare the question of a `Tick`. */
export function outstandingOperations(state: ExecutionState): readonly OutstandingOperation[] {
  return liveTasks(state)
    .filter(isOutstanding)
    .map(({ operationId, phase, attempt, spec }) => ({
      operationId: must(operationId, "operation of a task in flight"),
      taskId: spec.taskId,
      technology: spec.type,
      phase,
      attempt,
    }));
}
