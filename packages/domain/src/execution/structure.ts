/** The shape of the frozen waves: what depends on what, and how deep it lies. Computed once, when the plan is sealed. */
import { DrError, type WaveSpec } from "@dr/events";
import { joinWaves } from "../plan/slices.ts";
import { must } from "./must.ts";
import type { ExecutionState, Place, TaskState, WaveState } from "./state.ts";

interface Node {
  readonly id: string | number;
  readonly dependencies: readonly (string | number)[];
}

/** Longest chain before each node, or undefined if there is a cycle, a repeated id or an unknown dependency. */
function depthsOf(nodes: readonly Node[]): readonly number[] | undefined {
  const positions = new Map(nodes.map((node, index) => [node.id, index]));
  const dependents: number[][] = nodes.map(() => []);
  for (const [index, node] of nodes.entries()) {
    for (const id of node.dependencies) dependents[positions.get(id) ?? -1]?.push(index);
  }
  const missing = nodes.map((node) => node.dependencies.length);
  const depths = nodes.map(() => 0);
  const ready = [...missing.keys()].filter((index) => missing[index] === 0);
  for (const index of ready) {
    for (const dependent of must(dependents[index], "dependents of a node")) {
      depths[dependent] = Math.max(must(depths[dependent], "depth of a node"), must(depths[index], "depth of a node") + 1);
      missing[dependent] = must(missing[dependent], "missing of a node") - 1;
      if (missing[dependent] === 0) ready.push(dependent);
    }
  }
  return positions.size === nodes.length && ready.length === nodes.length ? depths : undefined;
}

/** Throws `execution.invalid_waves` unless the waves form a graph that can be run: the last guard behind plan validation. */
export function assertRunnable(waves: readonly WaveSpec[]): void {
  const taskIds = waves.flatMap((wave) => wave.tasks.map((task) => task.taskId));
  const sound =
    waves.length > 0 &&
    new Set(taskIds).size === taskIds.length &&
    waves.every(
      (wave) => wave.tasks.length > 0 && depthsOf(wave.tasks.map((task) => ({ id: task.taskId, dependencies: task.dependsOn }))),
    ) &&
    depthsOf(waves.map((wave) => ({ id: wave.waveNumber, dependencies: wave.dependencies })));
  if (!sound) {
    throw new DrError(
      "execution.invalid_waves",
      "the waves cannot be run: one is empty, or ids repeat, or dependencies are unknown or form a cycle",
    );
  }
}

/** The part of the state that sealing the slices gives. */
export function sealWaves(
  slices: readonly (readonly WaveSpec[])[],
): Pick<ExecutionState, "waves" | "waveIndex" | "taskIndex" | "taskCounts" | "blockers" | "readyWaves" | "plannedSlices"> {
  const specs = joinWaves(slices);
  const depths = must(depthsOf(specs.map((wave) => ({ id: wave.waveNumber, dependencies: wave.dependencies }))), "waves are a graph");
  const positions = new Map(specs.map((wave, position) => [wave.waveNumber, position]));
  const dependents: number[][] = specs.map(() => []);
  for (const [position, wave] of specs.entries()) {
    for (const waveNumber of wave.dependencies) dependents[positions.get(waveNumber) ?? -1]?.push(position);
  }
  const blockers = specs.map((wave) => wave.dependencies.length);
  return {
    waves: specs.map((wave, position) => toWaveState(wave, must(dependents[position], "dependents"), must(depths[position], "depth"))),
    waveIndex: Object.fromEntries(positions),
    taskIndex: Object.fromEntries(
      specs.flatMap((wave, position) => wave.tasks.map((task, index): [string, Place] => [task.taskId, { wave: position, task: index }])),
    ),
    taskCounts: { pending: specs.reduce((sum, wave) => sum + wave.tasks.length, 0) },
    blockers,
    readyWaves: [...blockers.keys()].filter((position) => blockers[position] === 0),
    plannedSlices: [],
  };
}

function toWaveState({ tasks, ...spec }: WaveSpec, dependents: readonly number[], depth: number): WaveState {
  return {
    spec,
    status: "pending",
    tasks: tasks.map((task) => ({ ...UNTOUCHED, spec: task })),
    startedAt: null,
    finishedAt: null,
    deadlineAt: null,
    pauseBeforeDone: false,
    pauseAfterDone: false,
    dependents,
    depth,
    taskDepths: must(depthsOf(tasks.map((task) => ({ id: task.taskId, dependencies: task.dependsOn }))), "tasks are a graph"),
  };
}

const UNTOUCHED: Omit<TaskState, "spec"> = {
  status: "pending",
  phase: "execute",
  attempt: 0,
  attempts: { execute: 0, rollback: 0, cleanup: 0 },
  attemptsBefore: 0,
  operationId: null,
  requestedAt: null,
  startedAt: null,
  finishedAt: null,
  deadlineAt: null,
  dueAt: null,
  silentAsks: 0,
  cancelRequestedAt: null,
  failure: null,
  unwindFailure: null,
  result: null,
  externalIds: {},
  effectOperationId: null,
  leftovers: [],
  skippedBecause: null,
  answers: [],
};
