/** Folding a request to an adapter into its task. */
import type { Phase, TaskRequest } from "@dr/events";
import { placeOf, taskAt } from "../lookup.ts";
import type { ExecutionState, Executed, Place, TaskState, TaskStatus } from "../state.ts";
import { patchTask } from "./update.ts";

const STATUS_OF_PHASE: Readonly<Record<Phase, TaskStatus>> = { execute: "requested", rollback: "rolling_back", cleanup: "cleaning_up" };

/** The task as newly asked: a new attempt of its phase. The retry policy counts from here if the phase is new, or if an operator asked. */
export function asked(state: ExecutionState, request: TaskRequest, at: string, byOperator = false): ExecutionState {
  const place = placeOf(state, request.taskId);
  const task = taskAt(state, place);
  const againOnDemand = request.phase === "rollback" && task.unwindFailure === null;
  const fresh = byOperator || request.phase !== task.phase || againOnDemand;
  return patchTask(state, place, {
    status: STATUS_OF_PHASE[request.phase],
    phase: request.phase,
    attempt: request.attempt,
    attempts: { ...task.attempts, [request.phase]: request.attempt },
    attemptsBefore: fresh ? request.attempt - 1 : task.attemptsBefore,
    operationId: request.operationId,
    requestedAt: at,
    startedAt: null,
    finishedAt: null,
    deadlineAt: request.deadlineAt,
    dueAt: null,
    silentSince: at,
    silentAsks: 0,
    cancelRequestedAt: null,
    ...(request.phase === "execute" ? { skippedBecause: null, executed: null } : { executed: executedTimes(task) }),
  });
}

/** What a rollback or a clean-up does must not hide when the work itself was done. */
function executedTimes({ phase, executed, requestedAt, startedAt, finishedAt }: TaskState): Executed | null {
  return phase === "execute" ? { requestedAt, startedAt, finishedAt } : executed;
}

/** The same attempt asked once more. The interval to the next question doubles with each silent one. */
export function askedAgain(state: ExecutionState, place: Place, at: string, silent: boolean): ExecutionState {
  const task = taskAt(state, place);
  return patchTask(state, place, { silentAsks: silent ? task.silentAsks + 1 : 0, silentSince: at });
}
