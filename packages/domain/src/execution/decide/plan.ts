/** Freezing the waves, and admitting the execution. */
import { countTasks } from "../../plan/plan.ts";
import { sliceWaves } from "../../plan/slices.ts";
import { advance } from "../advance/advance.ts";
import { askAboutPlan } from "../advance/readiness.ts";
import type { PlanExecution } from "../commands.ts";
import { assertExists } from "../refuse.ts";
import { emit, startRun, type Run } from "../run.ts";
import { assertRunnable } from "../structure.ts";
import { executionDeadline } from "./execution-deadline.ts";
import { finish } from "../advance/finish.ts";
import { beginRedrive } from "./redrive.ts";
import { beginRollback } from "./rollback.ts";
import type { Decide } from "./types.ts";

/**
 * Slices first, then their seal, then everything else. A log that has to cut this decision cuts among the slices alone: without a seal
 * they count for nothing, and planning is done again from the first. Planned before, there is nothing to do.
 */
export const planExecution: Decide<"PlanExecution"> = (state, command) => {
  assertExists(state);
  if (state.status !== "planning") return [];
  assertRunnable(command.waves);
  const run = startRun(state, command.now);
  const slices = sliceWaves(command.waves);
  for (const [index, slice] of slices.entries()) emit(run, "WavesPlanned", { part: index + 1, waves: [...slice] });
  emit(run, "ExecutionPlanned", {
    parts: slices.length,
    waveCount: command.waves.length,
    taskCount: countTasks(command.waves),
    manifestHash: command.manifestHash,
    ...(command.estimate === undefined ? {} : { estimate: command.estimate }),
    ...(command.discovery === undefined ? {} : { discovery: command.discovery }),
  });
  admit(run, command);
  return run.events;
};

function admit(run: Run, command: Pick<PlanExecution, "admit" | "maxConcurrentExecutions" | "waitsFor">): void {
  if (command.admit) {
    start(run);
    return;
  }
  const { maxConcurrentExecutions, waitsFor } = command;
  if (waitsFor) emit(run, "ExecutionQueued", { reason: waitsFor.reason, maxConcurrentExecutions, waitingFor: "resources" });
  else emit(run, "ExecutionQueued", { reason: `all ${maxConcurrentExecutions} execution slots are taken`, maxConcurrentExecutions });
}

function start(run: Run): void {
  emit(run, "ExecutionStarted", executionDeadline(run.state, run.now));
  askAboutPlan(run);
  advance(run);
}

/** Ends an execution whose plan could not be resolved, or that waited in vain. A repeat, or a word after it began, changes nothing. */
export const rejectPlanning: Decide<"RejectPlanning"> = (state, { failure, now }) => {
  assertExists(state);
  if (state.status !== "planning" && state.status !== "queued") return [];
  const run = startRun(state, now);
  finish(run, { outcome: "failed", failure, waveNumber: state.failedWave, manualInterventionRequired: state.manualInterventionRequired });
  return run.events;
};

/** Starts a queued execution, or takes up again one that had ended. A repeat, or a slot for one that no longer waits, changes nothing. */
export const admitExecution: Decide<"AdmitExecution"> = (state, { now }) => {
  assertExists(state);
  if (state.status !== "queued") return [];
  const run = startRun(state, now);
  const reopens = state.queue?.reopens;
  if (reopens?.as === "redrive") beginRedrive(run, reopens.reason);
  else if (reopens) beginRollback(run, reopens.reason, { outcome: state.pendingOutcome === "cancelled" ? "cancelled" : "failed" });
  else start(run);
  return run.events;
};
