/** Running a failed or cancelled execution again. */
import { advance } from "../advance/advance.ts";
import { isKept } from "../evolve/redrive.ts";
import { must } from "../must.ts";
import { assertExists, refusal } from "../refuse.ts";
import { emit, startRun, type Run } from "../run.ts";
import type { ExecutionState, WaveState } from "../state.ts";
import { executionDeadline } from "./execution-deadline.ts";
import type { Decide } from "./types.ts";

/**
 * Begins again at the first unfinished wave; effects that stand are kept. With `waitsFor` it queues until it has what drills still hold. Refused
 * with `execution.not_redrivable` unless the execution failed, or was cancelled, after it was planned.
 */
export const redriveExecution: Decide<"RedriveExecution"> = (state, { reason, waitsFor, now }) => {
  assertExists(state);
  if ((state.status !== "failed" && state.status !== "cancelled") || !firstUnfinished(state)) {
    throw refusal(state, "execution.not_redrivable", "only an execution that failed or was cancelled in its waves can be redriven");
  }
  const run = startRun(state, now);
  if (waitsFor) queueToReopen(run, waitsFor.reason, { as: "redrive", reason });
  else beginRedrive(run, reason);
  return run.events;
};

/** Runs the waves again, of an execution of which one is unfinished. */
export function beginRedrive(run: Run, reason: string): void {
  const { waveNumber } = must(firstUnfinished(run.state), "unfinished wave of a redrive").spec;
  emit(run, "ExecutionRedriven", { fromWave: waveNumber, reason, ...executionDeadline(run.state, run.now) });
  advance(run);
}

/** Makes an execution that has ended wait for resources, to be taken up again by its admission. Only what has ended gave them back. */
export function queueToReopen(run: Run, why: string, reopens: NonNullable<NonNullable<ExecutionState["queue"]>["reopens"]>): void {
  emit(run, "ExecutionQueued", { reason: why, waitingFor: "resources", reopens });
}

function firstUnfinished(state: ExecutionState): WaveState | undefined {
  return state.waves.find((wave) => wave.status !== "completed" || !wave.tasks.every(isKept));
}
