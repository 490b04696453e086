/** Deadlines of waves and of the whole execution. */
import { failWave } from "../advance/settle-waves.ts";
import { finish } from "../advance/finish.ts";
import { deadlineFailure } from "../failures.ts";
import { waveAt } from "../lookup.ts";
import type { Run } from "../run.ts";
import { isOutstanding } from "../task-status.ts";
import { isDue } from "../time.ts";
import { timeOut } from "./stop.ts";

/** Fails what moves in every wave past its deadline. What the failed wave leads to is its policy's to say. */
export function timeOutWaves(run: Run): void {
  if (run.state.status !== "executing" && run.state.status !== "paused") return;
  for (const position of run.state.schedule.openWaves) {
    const { deadlineAt } = waveAt(run.state, position);
    if (deadlineAt !== null && isDue(deadlineAt, run.now)) stopTasks(run, position, "wave.timed_out", deadlineAt);
  }
}

/**
 * Ends an execution past its deadline: running tasks are asked to stop, running waves fail, and so does the execution. A wave's wish
 * to be rolled back is honoured; to pause or to go on is not, since there is no time left.
 */
export function timeOutExecution(run: Run): void {
  const { deadlineAt } = run.state;
  const { openWaves } = run.state.schedule;
  if (deadlineAt === null || !isDue(deadlineAt, run.now)) return;
  for (const position of openWaves) {
    stopTasks(run, position, "execution.timed_out", deadlineAt);
    const wave = waveAt(run.state, position);
    failWave(run, wave, wave.spec.onFailure === "rollback" ? "rollback" : "fail", "timeout");
  }
  if (run.state.ending === "rollback") return;
  const failure = deadlineFailure("execution.timed_out", deadlineAt);
  finish(run, { outcome: "failed", failure, waveNumber: run.state.failedWave, manualInterventionRequired: false });
}

function stopTasks(run: Run, position: number, code: "wave.timed_out" | "execution.timed_out", deadlineAt: string): void {
  const moving = waveAt(run.state, position).tasks.filter((task) => isOutstanding(task) || task.status === "retry_scheduled");
  for (const task of moving) timeOut(run, task, deadlineFailure(code, deadlineAt));
}
