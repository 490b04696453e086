/** What the tasks in flight are about: which do not answer, which wait for a retry after which failure, and until when each has time. */
import type { Failure } from "@dr/events";
import { liveTasks } from "../lookup.ts";
import type { ExecutionState, TaskState, TaskStatus } from "../state.ts";
import { isOutstanding } from "../task-status.ts";

/** A task in flight. Times are ISO 8601, UTC. */
export interface TaskAtWork {
  readonly taskId: string;
  readonly waveNumber: number;
  readonly status: TaskStatus;
  /** The operation that is asked for: what its adapter last said of it is found by this. */
  readonly operationId: string | null;
  /** When the attempt was asked for. */
  readonly since: string | null;
  /** When the attempt times out, or for one that waits for a retry, when that is due. */
  readonly until: string | null;
  /** How often it was asked again because its adapter said nothing, and since when that is silent; 0 and null for one that answers. */
  readonly askedAgain: number;
  readonly silentSince: string | null;
  /** Why the last attempt failed, of one that waits for a retry. */
  readonly lastFailure: Failure | null;
}

const MAX_TASKS = 5;

/** At most 5, those that do not answer first, then those that wait for a retry, then who was asked first; and how many there are. */
export function tasksAtWork(state: ExecutionState): { readonly tasks: readonly TaskAtWork[]; readonly total: number } {
  const inFlight = liveTasks(state).filter((task) => isOutstanding(task) || task.status === "retry_scheduled");
  const urgent = inFlight.toSorted((a, b) => urgency(a) - urgency(b) || (a.requestedAt ?? "").localeCompare(b.requestedAt ?? ""));
  return { tasks: urgent.slice(0, MAX_TASKS).map(toTaskAtWork), total: inFlight.length };
}

function urgency({ silentAsks, status }: TaskState): number {
  if (silentAsks > 0) return 0;
  return status === "retry_scheduled" ? 1 : 2;
}

function toTaskAtWork({ spec, status, operationId, requestedAt, deadlineAt, dueAt, ...task }: TaskState): TaskAtWork {
  const waits = status === "retry_scheduled";
  return {
    taskId: spec.taskId,
    waveNumber: spec.waveNumber,
    status,
    operationId,
    since: requestedAt,
    until: waits ? dueAt : deadlineAt,
    askedAgain: task.silentAsks,
    silentSince: task.silentAsks > 0 ? task.silentSince : null,
    lastFailure: waits ? (task.unwindFailure ?? task.failure) : null,
  };
}
