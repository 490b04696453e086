/** When time alone will next move an execution. */
import { advance } from "./advance/advance.ts";
import { liveTasks, waveAt } from "./lookup.ts";
import { isTerminal } from "./refuse.ts";
import { startRun } from "./run.ts";
import type { ExecutionState, TaskState } from "./state.ts";
import { isOutstanding } from "./task-status.ts";
import { earlier } from "./time.ts";

/**
 * The earliest time (ISO 8601, UTC) at which a `Tick` would find something to do, or null if only a word from outside moves the
 * execution. It may lie in the past: a silent task whose adapter reported progress is due in name only, and a decision whose writing broke
 * off is due at once.
 */
export function dueAt(state: ExecutionState): string | null {
  if (isTerminal(state) || state.requestedAt === null) return null;
  if (isUnfinished(state, state.requestedAt)) return state.requestedAt;
  return [...taskTimes(state), ...waveTimes(state)].reduce(earlier, executionTime(state));
}

/** Something follows from the state that is not in the stream: deciding at the time of the request makes nothing due by itself. */
function isUnfinished(state: ExecutionState, at: string): boolean {
  const run = startRun(state, at);
  advance(run);
  return run.events.length > 0;
}

function executionTime(state: ExecutionState): string | null {
  if (state.status === "executing") return state.deadlineAt;
  if (state.status === "paused") return state.pause?.expiresAt ?? null;
  return state.status === "cancelling" ? (state.cancel?.deadlineAt ?? null) : null;
}

function waveTimes(state: ExecutionState): readonly (string | null)[] {
  if (state.status !== "executing" && state.status !== "paused") return [];
  return state.openWaves.map((position) => waveAt(state, position).deadlineAt);
}

function taskTimes(state: ExecutionState): readonly (string | null)[] {
  return liveTasks(state).map((task) => taskTime(task, state.status === "cancelling"));
}

function taskTime(task: TaskState, cancelling: boolean): string | null {
  if (task.status === "retry_scheduled") return task.dueAt;
  if (!isOutstanding(task)) return null;
  return cancelling ? task.dueAt : earlier(task.dueAt, task.deadlineAt);
}
