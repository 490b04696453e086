/** Time passed. */
import { advance } from "../advance/advance.ts";
import type { Tick } from "../commands.ts";
import { startRun, type Run } from "../run.ts";
import { expireCancel } from "./tick-cancel.ts";
import { expirePause } from "./tick-pause.ts";
import { checkTasks } from "./tick-tasks.ts";
import { timeOutExecution, timeOutWaves } from "./tick-waves.ts";
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

function actOnTime(run: Run, command: Tick): void {
  if (run.state.status === "executing") timeOutExecution(run);
  if (run.state.status === "paused") expirePause(run);
  if (run.state.status === "cancelling") expireCancel(run);
  timeOutWaves(run);
  checkTasks(run, command.heard);
}
