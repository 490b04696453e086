/** Folding the layers in which effects are taken back or cleaned up. */
import { taskDepths, waveDepths } from "../depths.ts";
import { taskOf } from "../lookup.ts";
import { must } from "../must.ts";
import type { ExecutionState, TaskState, UnwindState } from "../state.ts";

/** True if the task's effect stands, or may stand. */
export function hasStandingEffect(task: TaskState): boolean {
  return task.effectOperationId !== null;
}

/** True if the task was asked to act and may have launched something that is still there. */
export function mayHaveLaunched(task: TaskState): boolean {
  return task.attempts.execute > 0 && task.status !== "rolled_back";
}

/**
 * Tasks to unwind, last first: whatever stands later in the graph goes before what it depends on. Two tasks share a layer when neither
 * can depend on the other (same depth of wave and, within it, of task).
 */
export function layersOf(state: ExecutionState, include: (task: TaskState) => boolean): UnwindState["layers"] {
  const layers = new Map<string, { readonly wave: number; readonly task: number; readonly taskIds: string[] }>();
  const depths = waveDepths(state.waves);
  for (const [position, one] of state.waves.entries()) {
    const wave = must(depths[position], "depth of a wave");
    const depthsWithin = taskDepths(one);
    for (const [index, { spec }] of [...one.tasks.entries()].filter(([, task]) => include(task))) {
      const task = must(depthsWithin[index], "depth of a task");
      const layer = layers.get(`${wave}/${task}`) ?? { wave, task, taskIds: [] };
      layer.taskIds.push(spec.taskId);
      layers.set(`${wave}/${task}`, layer);
    }
  }
  return [...layers.values()].toSorted((a, b) => b.wave - a.wave || b.task - a.task).map((layer) => layer.taskIds);
}

/** The state without the layers in front whose tasks are all unwound. */
export function dropFinishedLayers(state: ExecutionState): ExecutionState {
  const unwind = state.unwind;
  const front = unwind?.layers[0];
  if (!unwind || !front?.every((taskId) => isUnwound(taskOf(state, taskId)))) return state;
  return { ...state, unwind: { ...unwind, layers: unwind.layers.slice(1) } };
}

function isUnwound(task: TaskState): boolean {
  return task.status === "rolled_back" || task.status === "cleaned_up";
}
