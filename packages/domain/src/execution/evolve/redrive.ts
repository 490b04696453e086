/** Folding a redrive: what stands is kept, everything else begins again. */
import { waveDepths } from "../depths.ts";
import { positionOf, waveAt } from "../lookup.ts";
import { must } from "../must.ts";
import type { ExecutionState, Schedule, TaskState, WaveState } from "../state.ts";
import type { Evolve } from "./types.ts";

/** The execution runs again. Attempts go on counting, so no operation id is used twice. */
export const executionRedriven: Evolve<"ExecutionRedriven"> = (state, data, at) => {
  const cleared: ExecutionState = {
    ...state,
    waves: resetWaves(state),
    status: "executing",
    queue: null,
    pendingOutcome: null,
    // One that was cancelled in the queue begins only now.
    startedAt: state.startedAt ?? at,
    finishedAt: null,
    deadlineAt: data.deadlineAt ?? null,
    ending: null,
    rollback: null,
    cancel: null,
    cleanedUp: false,
    failure: null,
    failedWave: null,
    manualInterventionRequired: false,
  };
  return { ...cleared, schedule: scheduleOf(cleared) };
};

/** True for a task that a redrive does not try again: its effect stands, or an operator decided to go without it. */
export function isKept(task: TaskState): boolean {
  return task.status === "completed" || task.skippedBecause === "operator";
}

/** From the front of the graph to its end: a completed wave stays so if all of it is kept and nothing that it depends on begins again. */
function resetWaves(state: ExecutionState): readonly WaveState[] {
  const waves = [...state.waves];
  const depths = waveDepths(waves);
  for (const position of [...waves.keys()].toSorted((a, b) => must(depths[a], "depth") - must(depths[b], "depth"))) {
    const wave = waveAt(state, position);
    const isHeldBack = wave.spec.dependencies.some(
      (waveNumber) => must(waves[positionOf(state, waveNumber)], "wave that is depended on").status !== "completed",
    );
    waves[position] = resetWave(wave, isHeldBack);
  }
  return waves;
}

function resetWave(wave: WaveState, isHeldBack: boolean): WaveState {
  const tasks = wave.tasks.map(resetTask);
  if (wave.status === "completed" && !isHeldBack && tasks.every(isKept)) return { ...wave, tasks };
  return { ...wave, tasks, status: "pending", startedAt: null, finishedAt: null, deadlineAt: null, readiness: null };
}

/** A task that an operator left out may have been cleaned up since, so it is put back to being left out. */
function resetTask(task: TaskState): TaskState {
  if (task.status === "completed") return task;
  return {
    ...task,
    status: isKept(task) ? "skipped" : "pending",
    phase: "execute",
    attempt: task.attempts.execute,
    attemptsBefore: task.attempts.execute,
    operationId: null,
    requestedAt: null,
    startedAt: null,
    finishedAt: null,
    executed: null,
    deadlineAt: null,
    dueAt: null,
    cancelRequestedAt: null,
    skippedBecause: isKept(task) ? "operator" : null,
    leftovers: [],
    unwindFailure: null,
  };
}

function scheduleOf(state: ExecutionState): Schedule {
  const isComplete = (waveNumber: number): boolean => waveAt(state, positionOf(state, waveNumber)).status === "completed";
  return {
    blockers: state.waves.map((wave) => wave.spec.dependencies.filter((waveNumber) => !isComplete(waveNumber)).length),
    readyWaves: positionsOf(state.waves, (wave) => wave.status === "pending" && wave.spec.dependencies.every(isComplete)),
    afterGates: positionsOf(state.waves, (wave) => wave.status === "completed" && wave.spec.pauseAfterWave && !wave.pauseAfterDone),
    openWaves: [],
    doomedWaves: [],
    unresolvedWaves: [],
  };
}

function positionsOf(waves: readonly WaveState[], include: (wave: WaveState) => boolean): readonly number[] {
  return waves.flatMap((wave, position) => (include(wave) ? [position] : []));
}
