/** The end of the time that running tasks have to confirm that they stopped. */
import { deadlineFailure } from "../failures.ts";
import { liveTasks } from "../lookup.ts";
import type { Run } from "../run.ts";
import { isOutstanding } from "../task-status.ts";
import { isDue } from "../time.ts";
import { giveUp } from "./stop.ts";

/** Past the deadline a task that did not answer counts as unconfirmed, and the execution is cancelled without it. */
export function expireCancel(run: Run): void {
  const { cancel } = run.state;
  if (!cancel || !isDue(cancel.deadlineAt, run.now)) return;
  const failure = deadlineFailure("task.stop_unconfirmed", cancel.deadlineAt);
  for (const task of liveTasks(run.state).filter(isOutstanding)) giveUp(run, task, failure);
}
