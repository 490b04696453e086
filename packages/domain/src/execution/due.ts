/** When time alone will next move an execution. */
import { advance } from "./advance/advance.ts";
import { liveTasks, waveAt } from "./lookup.ts";
import { must } from "./must.ts";
import { isTerminal } from "./refuse.ts";
import { startRun } from "./run.ts";
import { silentSeconds } from "./silence.ts";
import type { ExecutionState, TaskState } from "./state.ts";
import { isOutstanding } from "./task-status.ts";
import { addSeconds, earlier } from "./time.ts";

/**
 * The earliest time (ISO 8601, UTC) at which a `Tick` would find something to do, or null if only a word from outside moves the
 * execution. It may lie in the past: a silent task whose adapter reported progress is due in name only, and a decision whose writing broke
 * off is due at once.
 */
export function dueAt(state: ExecutionState): string | null {
  if (isTerminal(state) || state.requestedAt === null) return null;
  if (isUnfinished(state, state.requestedAt)) return state.requestedAt;
  return earlier(earlier(executionTime(state), waveTime(state)), taskTime(state));
}

/** Something follows from the state that is not in the stream: deciding at the time of the request makes nothing due by itself. */
function isUnfinished(state: ExecutionState, at: string): boolean {
  const run = startRun(state, at);
  advance(run);
  return run.events.length > 0;
}

function executionTime(state: ExecutionState): string | null {
  if (state.status === "executing") return earlier(state.deadlineAt, readinessTime(state));
  if (state.status === "paused") return must(state.pause, "pause of a paused execution").expiresAt;
  return state.status === "cancelling" ? must(state.cancel, "cancel that is under way").deadlineAt : null;
}

/** When the answers that a wave waits for are no longer waited for. */
function readinessTime(state: ExecutionState): string | null {
  return state.schedule.readyWaves.reduce<string | null>((first, position) => {
    const { readiness } = waveAt(state, position);
    return readiness && readiness.awaited.length > 0 ? earlier(first, readiness.deadlineAt) : first;
  }, null);
}

function waveTime(state: ExecutionState): string | null {
  if (state.status !== "executing" && state.status !== "paused") return null;
  return state.schedule.openWaves.reduce<string | null>((first, position) => earlier(first, waveAt(state, position).deadlineAt), null);
}

/** Many tasks are in flight and few intervals are in use, so the earliest of each interval is found before any time is computed. */
function taskTime(state: ExecutionState): string | null {
  const silentSince = new Map<number, string>();
  let first: string | null = null;
  for (const task of liveTasks(state)) {
    if (isOutstanding(task)) noteSilence(silentSince, task);
    first = earlier(first, fixedTime(task, state));
  }
  for (const [seconds, since] of silentSince) first = earlier(first, addSeconds(since, seconds));
  return first;
}

function noteSilence(silentSince: Map<number, string>, task: TaskState): void {
  const seconds = silentSeconds(task);
  const since = must(task.silentSince, "last word of a task in flight");
  const first = silentSince.get(seconds);
  if (first === undefined || since < first) silentSince.set(seconds, since);
}

function fixedTime(task: TaskState, { status }: ExecutionState): string | null {
  if (task.status === "retry_scheduled") return task.dueAt;
  return isOutstanding(task) && status !== "cancelling" ? task.deadlineAt : null;
}
