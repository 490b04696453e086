/** Deadlines, retries and silence of single tasks. */
import { deadlineFailure } from "../failures.ts";
import { liveTasks } from "../lookup.ts";
import { must } from "../must.ts";
import { contextOf, newRequest, sameRequest } from "../requests.ts";
import { isTerminal } from "../refuse.ts";
import { emit, type Run } from "../run.ts";
import type { TaskState } from "../state.ts";
import { isOutstanding } from "../task-status.ts";
import { silentSeconds } from "../silence.ts";
import { isDue, msBetween } from "../time.ts";
import { askToStop, timeOut } from "./stop.ts";

/** Acts on every task whose time has come. `heard`: when an adapter last reported progress, by operationId. */
export function checkTasks(run: Run, heard: Readonly<Record<string, string>>): void {
  if (isTerminal(run.state)) return;
  for (const task of liveTasks(run.state)) {
    if (task.status === "retry_scheduled") retryIfDue(run, task);
    else if (isOutstanding(task)) checkOutstanding(run, task, heard);
  }
}

function retryIfDue(run: Run, task: TaskState): void {
  if (!isDue(task.dueAt, run.now)) return;
  const context = contextOf(run.state, task.spec.waveNumber);
  emit(run, "TechnologyRetryRequested", { ...context, task: newRequest(run.state, task, task.phase, run.now), reason: "retry" });
}

/** While an execution is being cancelled, its own deadline stands above those of its tasks. */
function checkOutstanding(run: Run, task: TaskState, heard: Readonly<Record<string, string>>): void {
  const cancelling = run.state.status === "cancelling";
  if (!cancelling && isDue(task.deadlineAt, run.now)) {
    timeOut(run, task, deadlineFailure("task.timed_out", must(task.deadlineAt, "deadline of an outstanding task")));
  } else if (isSilent(task, run.now, heard)) {
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
