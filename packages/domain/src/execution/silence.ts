/** How long a task in flight may be silent before it is asked again. */
import type { TaskState } from "./state.ts";

/** Seconds of silence after which the task is asked (again): its heartbeat, doubled with each question that it left unanswered. */
export function silentSeconds(task: TaskState): number {
  return task.spec.heartbeatSeconds * 2 ** task.silentAsks;
}
