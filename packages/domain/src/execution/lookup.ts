/** Finding waves and tasks in the state. */
import { must } from "./must.ts";
import type { ExecutionState, Place, TaskState, WaveState } from "./state.ts";
import { dependenciesDone, isNotAsked } from "./task-status.ts";

/** Place of a task, or undefined if the execution has no such task. Task ids come from outside, so inherited names must not answer. */
export function findPlace(state: ExecutionState, taskId: string): Place | undefined {
  return Object.hasOwn(state.taskIndex, taskId) ? state.taskIndex[taskId] : undefined;
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
  return must(state.waveIndex[waveNumber], `wave ${waveNumber} is in the index`);
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

/** True if the task of this wave was not asked yet and may be asked now. */
export function isReady(state: ExecutionState, wave: WaveState, task: TaskState): boolean {
  return isNotAsked(task) && dependenciesDone(wave, task, (taskId) => placeOf(state, taskId).task);
}

/** Tasks that an adapter or a timer may still move: those of the layer being unwound, else those of the waves that are not settled. */
export function liveTasks(state: ExecutionState): readonly TaskState[] {
  if (state.unwind) return (state.unwind.layers[0] ?? []).map((taskId) => taskOf(state, taskId));
  return [...state.openWaves, ...state.unresolvedWaves].flatMap((position) => waveAt(state, position).tasks);
}
