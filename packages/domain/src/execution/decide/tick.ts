/** Time passed: deadlines of tasks, waves, pauses, cancels and of the whole execution; retries that are due; tasks that are silent. */
import { advance } from "../advance/advance.ts";
import { finish } from "../advance/finish.ts";
import { failWave } from "../advance/settle-waves.ts";
import type { Tick } from "../commands.ts";
import { deadlineFailure, taskDeadlineFailure } from "../failures.ts";
import { liveTasks, waveAt } from "../lookup.ts";
import { must } from "../must.ts";
import { isTerminal } from "../refuse.ts";
import { contextOf, newRequest, sameRequest } from "../requests.ts";
import { emit, startRun, type Run } from "../run.ts";
import { silentSeconds } from "../silence.ts";
import type { TaskState } from "../state.ts";
import { isOutstanding } from "../task-status.ts";
import { isDue, msBetween } from "../time.ts";
import { requestCancel } from "./cancel.ts";
import { askToStop, giveUp, timeOut } from "./stop.ts";
import type { Decide } from "./types.ts";

/**
 * Emits what is due. A tick that comes early, twice or for an execution that has ended finds nothing to do, so losing every timer
 * but one costs time and nothing else. It also finishes a decision whose writing broke off half-way.
 */
export const tick: Decide<"Tick"> = (state, command) => {
  const run = startRun(state, command.now);
  actOnTime(run, command);
  advance(run);
  return run.events;
};

/** What adapters last said of the operations in flight, and when, by operationId. */
type Seen = Pick<Tick, "heard" | "said">;

function actOnTime(run: Run, command: Tick): void {
  if (run.state.status === "executing") timeOutExecution(run, command);
  if (run.state.status === "paused") expirePause(run);
  if (run.state.status === "cancelling") expireCancel(run, command);
  timeOutWaves(run, command);
  checkTasks(run, command);
}

/** Past the deadline a task that did not answer counts as unconfirmed, and the execution is cancelled without it. */
function expireCancel(run: Run, seen: Seen): void {
  const { cancel } = run.state;
  if (!cancel || !isDue(cancel.deadlineAt, run.now)) return;
  for (const task of liveTasks(run.state).filter(isOutstanding)) {
    giveUp(run, task, taskDeadlineFailure("task.stop_unconfirmed", cancel.deadlineAt, { ...seen, task }));
  }
}

/** Does what the pause says: cancels, or goes on. Into failure it goes only once nothing runs any more, which `advance` sees to. */
function expirePause(run: Run): void {
  const { pause } = run.state;
  const { unresolvedWaves } = run.state.schedule;
  if (!pause || !isDue(pause.expiresAt, run.now)) return;
  if (pause.onExpiry === "cancel") requestCancel(run, `the pause expired at ${pause.expiresAt}`);
  if (pause.onExpiry !== "continue") return;
  emit(run, "ExecutionResumed", { pauseId: pause.pauseId, by: "expiry" });
  // Nobody mended what failed: going on means going on without it.
  if (pause.gate !== "on_failure") return;
  for (const position of unresolvedWaves) failWave(run, waveAt(run.state, position), "continue", "dependency");
}

/** Fails what moves in every wave past its deadline. What the failed wave leads to is its policy's to say. */
function timeOutWaves(run: Run, seen: Seen): void {
  if (run.state.status !== "executing" && run.state.status !== "paused") return;
  for (const position of run.state.schedule.openWaves) {
    const { deadlineAt } = waveAt(run.state, position);
    if (deadlineAt !== null && isDue(deadlineAt, run.now)) stopTasks(run, position, { ...seen, code: "wave.timed_out", deadlineAt });
  }
}

/**
 * Ends an execution past its deadline: running tasks are asked to stop, running waves fail, and so does the execution. A wave's wish
 * to be rolled back is honoured; to pause or to go on is not, since there is no time left.
 */
function timeOutExecution(run: Run, seen: Seen): void {
  const { deadlineAt } = run.state;
  const { openWaves } = run.state.schedule;
  if (deadlineAt === null || !isDue(deadlineAt, run.now)) return;
  for (const position of openWaves) {
    stopTasks(run, position, { ...seen, code: "execution.timed_out", deadlineAt });
    const wave = waveAt(run.state, position);
    failWave(run, wave, wave.spec.onFailure === "rollback" ? "rollback" : "fail", "timeout");
  }
  if (run.state.ending === "rollback") return;
  const failure = deadlineFailure("execution.timed_out", deadlineAt);
  finish(run, { outcome: "failed", failure, waveNumber: run.state.failedWave, manualInterventionRequired: false });
}

function stopTasks(
  run: Run,
  position: number,
  { code, deadlineAt, ...seen }: Seen & { readonly code: "wave.timed_out" | "execution.timed_out"; readonly deadlineAt: string },
): void {
  const moving = waveAt(run.state, position).tasks.filter((task) => isOutstanding(task) || task.status === "retry_scheduled");
  for (const task of moving) timeOut(run, task, taskDeadlineFailure(code, deadlineAt, { ...seen, task }));
}

/** Acts on every task whose time has come. */
function checkTasks(run: Run, seen: Seen): void {
  if (isTerminal(run.state)) return;
  for (const task of liveTasks(run.state)) {
    if (task.status === "retry_scheduled") retryIfDue(run, task);
    else if (isOutstanding(task)) checkOutstanding(run, task, seen);
  }
}

function retryIfDue(run: Run, task: TaskState): void {
  if (!isDue(task.dueAt, run.now)) return;
  const context = contextOf(run.state, task.spec.waveNumber);
  emit(run, "TechnologyRetryRequested", { ...context, task: newRequest(run.state, task, task.phase, run.now), reason: "retry" });
}

/** While an execution is being cancelled, its own deadline stands above those of its tasks. */
function checkOutstanding(run: Run, task: TaskState, seen: Seen): void {
  const cancelling = run.state.status === "cancelling";
  if (!cancelling && isDue(task.deadlineAt, run.now)) {
    const deadlineAt = must(task.deadlineAt, "deadline of an outstanding task");
    timeOut(run, task, taskDeadlineFailure("task.timed_out", deadlineAt, { ...seen, task }));
  } else if (isSilent(task, run.now, seen.heard)) {
    if (cancelling) askToStop(run, task, "cancelled");
    else askAgain(run, task);
  }
}

/** The same operation id and attempt: an adapter that has answered answers again, so a lost word costs time and never an effect. */
function askAgain(run: Run, task: TaskState): void {
  emit(run, "TechnologyRetryRequested", {
    ...contextOf(run.state, task.spec.waveNumber),
    task: sameRequest(run.state, task),
    reason: "silent",
  });
}

function isSilent(task: TaskState, now: string, heard: Readonly<Record<string, string>>): boolean {
  const since = must(task.silentSince, "last word of an outstanding task");
  const heardAt = heard[must(task.operationId, "operation of an outstanding task")] ?? since;
  return msBetween(heardAt > since ? heardAt : since, now) >= silentSeconds(task) * 1000;
}
