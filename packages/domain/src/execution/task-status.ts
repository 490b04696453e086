/** What the statuses of a task mean for what follows. */
import type { TaskState, WaveState } from "./state.ts";

/** An adapter was asked and has not answered. */
export function isOutstanding({ status }: TaskState): boolean {
  return status === "requested" || status === "in_progress" || status === "rolling_back" || status === "cleaning_up";
}

/** The task was never asked of an adapter in this run of its wave. */
export function isNotAsked({ status }: TaskState): boolean {
  return status === "pending" || status === "waiting";
}

/** The task needs nothing more for its wave to count as complete: it is done, or an operator goes on without it. */
export function isSatisfied(task: TaskState): boolean {
  return task.status === "completed" || task.status === "skipped";
}

/** It acted, or may have, and nobody has said what came of it. */
export function isUnaccounted({ effect }: TaskState): boolean {
  return effect === "unknown";
}

/** The task ended without reaching its goal. */
export function isFailed(task: TaskState): boolean {
  return task.status === "failed" || task.status === "cancelled";
}

/** The in-wave dependencies of a task are done or left out. */
export function dependenciesDone(wave: WaveState, task: TaskState, positionOf: (taskId: string) => number): boolean {
  return task.spec.dependsOn.every((taskId) => {
    const dependency = wave.tasks[positionOf(taskId)];
    return dependency !== undefined && isSatisfied(dependency);
  });
}
