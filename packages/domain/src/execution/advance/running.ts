/** Steps of an execution that runs, or that pauses while some of its waves still run. */
import { pauseExpired, waveFailure } from "../failures.ts";
import { isReady, unsettledWaves, waveAt } from "../lookup.ts";
import { must } from "../must.ts";
import { contextOf, newRequest } from "../requests.ts";
import { emit, type Run } from "../run.ts";
import type { TaskState } from "../state.ts";
import { isDue } from "../time.ts";
import { finish } from "./finish.ts";
import { pauseAfterWave, pauseBeforeWave, pauseForChange, pauseForOperator, pauseOnFailure } from "./gates.ts";
import { failuresOf, settleWaves } from "./settle-waves.ts";
import { askReadiness, refuseUnready } from "./readiness.ts";
import { startReadyWaves } from "./start-wave.ts";
import { startRollback } from "./rollback.ts";

/** The order matters: what has happened is recorded before anything new begins, and a failure is heeded before a gate. */
export function stepExecuting(run: Run): boolean {
  if (stepInFlight(run)) return true;
  // A wave failed for good: no wave starts any more, and what runs is allowed to finish.
  if (run.state.ending !== null) return false;
  if (pauseOnFailure(run) || pauseAfterWave(run) || complete(run) || pauseForOperator(run)) return true;
  return pauseForChange(run) || askReadiness(run) || refuseUnready(run) || startReadyWaves(run) || pauseBeforeWave(run);
}

/** While paused no wave starts on any branch; waves that were running run on, and what they do is recorded. */
export function stepPaused(run: Run): boolean {
  return stepInFlight(run) || failExpiredPause(run);
}

function stepInFlight(run: Run): boolean {
  return askReadyTasks(run) || settleWaves(run) || skipDoomedWave(run) || endAfterFailure(run);
}

/** Asks tasks of running waves whose in-wave dependencies are done, and those that a half-written decision left unasked. */
function askReadyTasks(run: Run): boolean {
  const ready: TaskState[] = [];
  for (const wave of unsettledWaves(run.state)) {
    for (const task of wave.tasks) if (isReady(run.state, wave, task)) ready.push(task);
  }
  for (const task of ready) askTask(run, task);
  return ready.length > 0;
}

function askTask(run: Run, task: TaskState): void {
  const { waveNumber } = task.spec;
  emit(run, "TechnologyRequested", { ...contextOf(run.state, waveNumber), task: newRequest(run.state, task, "execute", run.now) });
}

function skipDoomedWave(run: Run): boolean {
  const [position] = run.state.schedule.doomedWaves;
  if (position === undefined) return false;
  const { waveNumber } = waveAt(run.state, position).spec;
  emit(run, "WaveSkipped", { waveNumber, reason: "a wave that it depends on failed" });
  return true;
}

function endAfterFailure(run: Run): boolean {
  const { ending, schedule, failure, failedWave } = run.state;
  if (ending === null || schedule.openWaves.length > 0) return false;
  if (ending === "rollback") startRollback(run, must(failure, "failure that is rolled back").message);
  else
    finish(run, {
      outcome: "failed",
      failure: must(failure, "failure that ends it"),
      waveNumber: failedWave,
      manualInterventionRequired: false,
    });
  return true;
}

/** A pause that expires into failure lets running waves finish first. */
function failExpiredPause(run: Run): boolean {
  const { schedule } = run.state;
  const pause = must(run.state.pause, "pause of a paused execution");
  if (pause.onExpiry !== "fail" || !isDue(pause.expiresAt, run.now) || schedule.openWaves.length > 0) return false;
  finish(run, { outcome: "failed", failure: pauseExpired(pause), waveNumber: pause.waveNumber, manualInterventionRequired: false });
  return true;
}

/**
 * The end, when nothing runs and nothing can start. Waves that failed under `continue` make it a degraded success, as their policy says;
 * without a single completed wave it is a failure, whatever the policies say.
 */
function complete(run: Run): boolean {
  const { schedule, waves } = run.state;
  if (schedule.openWaves.length > 0 || schedule.readyWaves.length > 0) return false;
  const failed = waves.find((wave) => wave.status === "failed");
  if (!failed || waves.some((wave) => wave.status === "completed")) {
    finish(run, { outcome: "completed" });
    return true;
  }
  const failure = waveFailure(failed.spec, failuresOf(failed));
  finish(run, { outcome: "failed", failure, waveNumber: failed.spec.waveNumber, manualInterventionRequired: false });
  return true;
}
