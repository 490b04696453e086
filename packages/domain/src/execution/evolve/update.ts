/** Copies of the state with one wave or one task changed. Everything else is shared with the old state. */
import { must } from "../must.ts";
import type { ExecutionState, Place, Schedule, TaskState, WaveState } from "../state.ts";

/** The state with some fields of one wave changed. */
export function patchWave(state: ExecutionState, position: number, patch: Partial<WaveState>): ExecutionState {
  const wave = must(state.waves[position], `wave at position ${position}`);
  return { ...state, waves: state.waves.with(position, { ...wave, ...patch }) };
}

/** The state with some fields of one task changed. */
export function patchTask(state: ExecutionState, place: Place, patch: Partial<TaskState>): ExecutionState {
  const wave = must(state.waves[place.wave], `wave at position ${place.wave}`);
  const task = must(wave.tasks[place.task], `task at ${place.wave}/${place.task}`);
  const tasks = wave.tasks.with(place.task, { ...task, ...patch });
  return { ...state, waves: state.waves.with(place.wave, { ...wave, tasks }) };
}

/** The state with every task of a wave passed through `change`, which returns undefined for a task that stays as it is. */
export function patchTasks(
  state: ExecutionState,
  position: number,
  change: (task: TaskState) => Partial<TaskState> | undefined,
): ExecutionState {
  const wave = must(state.waves[position], `wave at position ${position}`);
  const tasks = wave.tasks.map((task) => {
    const patch = change(task);
    return patch ? { ...task, ...patch } : task;
  });
  return patchWave(state, position, { tasks });
}

/** The state with some parts of its schedule changed. */
export function reschedule(state: ExecutionState, patch: Partial<Schedule>): ExecutionState {
  return { ...state, schedule: { ...state.schedule, ...patch } };
}

/** `list` without `item`; the same list if it is not in it. */
export function without<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : list;
}

/** `list` with those of `items` that it lacks. */
export function withAll<T>(list: readonly T[], items: readonly T[]): readonly T[] {
  return [...new Set([...list, ...items])];
}
