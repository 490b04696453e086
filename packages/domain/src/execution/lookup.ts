/** Finding waves and tasks in the state. */
import { must } from "./must.ts";
import type { ExecutionState, Place, TaskState, WaveState } from "./state.ts";
import { dependenciesDone, isNotAsked } from "./task-status.ts";

/** Place of a task, or undefined if the execution has no such task. Ids come from outside: what every object inherits is no place. */
export function findPlace(state: ExecutionState, taskId: string): Place | undefined {
  const place = state.index.tasks[taskId];
  return place?.wave === undefined ? undefined : place;
}

/** Place of a task that an earlier event named. */
export function placeOf(state: ExecutionState, taskId: string): Place {
  return must(findPlace(state, taskId), `task ${taskId} is in the index`);
}

/** Wave at a position. */
export function waveAt(state: ExecutionState, position: number): WaveState {
  return must(state.waves[position], `wave at position ${position}`);
}

/** Position of a wave that an earlier event named. */
export function positionOf(state: ExecutionState, waveNumber: number): number {
  return must(state.index.waves[waveNumber], `wave ${waveNumber} is in the index`);
}

/** Task at a place. */
export function taskAt(state: ExecutionState, place: Place): TaskState {
  return must(waveAt(state, place.wave).tasks[place.task], `task at ${place.wave}/${place.task}`);
}

/** Task by its id, which an earlier event named. */
export function taskOf(state: ExecutionState, taskId: string): TaskState {
  return taskAt(state, placeOf(state, taskId));
}

/** Every task of the execution, in plan order. */
export function allTasks(state: ExecutionState): readonly TaskState[] {
  return state.waves.flatMap((wave) => wave.tasks);
}

/** The wave may not start before a pause was taken and ended. */
export function isGated(wave: WaveState): boolean {
  return wave.spec.pauseBeforeWave && !wave.pauseBeforeDone;
}

/** True if the task of this wave was not asked yet and may be asked now. */
export function isReady(state: ExecutionState, wave: WaveState, task: TaskState): boolean {
  return isNotAsked(task) && dependenciesDone(wave, task, (taskId) => placeOf(state, taskId).task);
}

/** Tasks that an adapter or a timer may still move: those of the layer being unwound, else those of the waves that are not settled. */
export function liveTasks(state: ExecutionState): readonly TaskState[] {
  if (state.unwind) return (state.unwind.layers[0] ?? []).map((taskId) => taskOf(state, taskId));
  const waves = unsettledWaves(state);
  return waves.length === 1 && waves[0] ? waves[0].tasks : waves.flatMap((wave) => wave.tasks);
}

/** Waves that run, and those that failed and wait for an operator. */
export function unsettledWaves(state: ExecutionState): readonly WaveState[] {
  return [...state.schedule.openWaves, ...state.schedule.unresolvedWaves].map((position) => waveAt(state, position));
}
