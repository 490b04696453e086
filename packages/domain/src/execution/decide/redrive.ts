/** Running a failed or cancelled execution again. */
import { advance } from "../advance/advance.ts";
import { isKept } from "../evolve/redrive.ts";
import { assertExists, refusal } from "../refuse.ts";
import { emit, startRun } from "../run.ts";
import { executionDeadline } from "./execution-deadline.ts";
import type { Decide } from "./types.ts";

/**
 * Begins again at the first unfinished wave; effects that stand are kept. Refused with `execution.not_redrivable` unless the execution
 * failed, or was cancelled, after it was planned.
 */
export const redriveExecution: Decide<"RedriveExecution"> = (state, { reason, now }) => {
  assertExists(state);
  const first = state.waves.find((wave) => wave.status !== "completed" || !wave.tasks.every(isKept));
  if ((state.status !== "failed" && state.status !== "cancelled") || !first) {
    throw refusal(state, "execution.not_redrivable", "only an execution that failed or was cancelled in its waves can be redriven");
  }
  const run = startRun(state, now);
  emit(run, "ExecutionRedriven", { fromWave: first.spec.waveNumber, reason, ...executionDeadline(state, now) });
  advance(run);
  return run.events;
};
