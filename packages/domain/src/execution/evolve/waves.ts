/** Folding the life of waves. */
import { waveFailure } from "../failures.ts";
import { isReady, positionOf, waveAt } from "../lookup.ts";
import { must } from "../must.ts";
import type { ExecutionState } from "../state.ts";
import { asked } from "./asked.ts";
import type { Evolve } from "./types.ts";
import { patchTasks, patchWave, reschedule, withAll, without } from "./update.ts";

/** The wave runs; with its first part, tasks that cannot be asked yet begin to wait. */
export const waveStarted: Evolve<"WaveStarted"> = (state, data, at) => {
  const position = positionOf(state, data.waveNumber);
  const opened = data.part === 1 ? openWave(state, position, at, data.deadlineAt ?? null) : state;
  return data.technologies.reduce((next, request) => asked(next, request, at), opened);
};

function openWave(state: ExecutionState, position: number, at: string, deadlineAt: string | null): ExecutionState {
  const running = patchWave(state, position, { status: "in_progress", startedAt: at, finishedAt: null, deadlineAt });
  const wave = waveAt(running, position);
  const waiting = patchTasks(running, position, (task) =>
    task.status === "pending" && !isReady(running, wave, task) ? { status: "waiting" } : undefined,
  );
  const { openWaves, readyWaves } = waiting.schedule;
  return reschedule(waiting, { openWaves: withAll(openWaves, [position]), readyWaves: without(readyWaves, position) });
}

/** The wave is done; waves that waited for it alone become ready. */
export const waveCompleted: Evolve<"WaveCompleted"> = (state, data, at) => {
  const position = positionOf(state, data.waveNumber);
  const { dependents, spec, pauseAfterDone } = waveAt(state, position);
  const closed = patchWave(state, position, { status: "completed", finishedAt: at });
  const blockers = [...closed.schedule.blockers];
  for (const dependent of dependents) blockers[dependent] = must(blockers[dependent], "blockers of a wave") - 1;
  const ready = dependents.filter((dependent) => blockers[dependent] === 0 && dependenciesComplete(closed, dependent));
  const { openWaves, unresolvedWaves, readyWaves, afterGates } = closed.schedule;
  return reschedule(closed, {
    blockers,
    openWaves: without(openWaves, position),
    unresolvedWaves: without(unresolvedWaves, position),
    readyWaves: withAll(readyWaves, ready).toSorted((a, b) => a - b),
    afterGates: spec.pauseAfterWave && !pauseAfterDone ? withAll(afterGates, [position]) : afterGates,
  });
};

/** The one test of readiness: read from the statuses of the waves themselves. */
function dependenciesComplete(state: ExecutionState, position: number): boolean {
  return waveAt(state, position).spec.dependencies.every(
    (waveNumber) => waveAt(state, positionOf(state, waveNumber)).status === "completed",
  );
}

/** The wave failed; its policy decides what the state waits for. */
export const waveFailed: Evolve<"WaveFailed"> = (state, data, at) => {
  const position = positionOf(state, data.waveNumber);
  const wave = waveAt(state, position);
  const patched = patchWave(state, position, { status: "failed", finishedAt: at });
  const openWaves = without(patched.schedule.openWaves, position);
  const others = without(patched.schedule.unresolvedWaves, position);
  if (data.policy === "pause") return reschedule(patched, { openWaves, unresolvedWaves: [...others, position] });
  // One that was not ready fails without having begun.
  const readyWaves = without(patched.schedule.readyWaves, position);
  const closed = reschedule(patched, { openWaves, readyWaves, unresolvedWaves: others });
  if (data.policy === "continue") return doom(closed, position);
  return {
    ...closed,
    // A wish to take everything back outweighs another wave's wish merely to stop.
    ending: closed.ending === "rollback" ? "rollback" : data.policy,
    failure: closed.failure ?? waveFailure(wave.spec, data.failures),
    failedWave: closed.failedWave ?? data.waveNumber,
  };
};

/** The wave never runs, nor does what depends on it. */
export const waveSkipped: Evolve<"WaveSkipped"> = (state, data, at) => {
  const position = positionOf(state, data.waveNumber);
  const closed = patchWave(state, position, { status: "skipped", finishedAt: at });
  const skipped = patchTasks(closed, position, (task) =>
    task.status === "pending" ? { status: "skipped", skippedBecause: "dependency", finishedAt: at } : undefined,
  );
  return doom(reschedule(skipped, { doomedWaves: without(skipped.schedule.doomedWaves, position) }), position);
};

function doom(state: ExecutionState, position: number): ExecutionState {
  const pending = waveAt(state, position).dependents.filter((dependent) => waveAt(state, dependent).status === "pending");
  return reschedule(state, { doomedWaves: withAll(state.schedule.doomedWaves, pending) });
}
