/** The shape of the frozen waves: what depends on what. Computed once, when the plan is sealed. */
import { DrError, type WaveSpec } from "@dr/events";
import { joinWaves } from "../plan/slices.ts";
import { depthsOf } from "./depths.ts";
import { must } from "./must.ts";
import type { ExecutionState, Place, TaskState, WaveState } from "./state.ts";

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
export function sealWaves(slices: readonly (readonly WaveSpec[])[]): Pick<ExecutionState, "waves" | "index" | "schedule"> {
  const specs = joinWaves(slices);
  const positions = new Map(specs.map((wave, position) => [wave.waveNumber, position]));
  const dependents: number[][] = specs.map(() => []);
  for (const [position, wave] of specs.entries()) {
    for (const waveNumber of wave.dependencies)
      must(dependents[must(positions.get(waveNumber), "wave that is depended on")], "its dependents").push(position);
  }
  const blockers = specs.map((wave) => wave.dependencies.length);
  const places = specs.flatMap((wave, position) =>
    wave.tasks.map((task, index): [string, Place] => [task.taskId, { wave: position, task: index }]),
  );
  const readyWaves = [...blockers.keys()].filter((position) => blockers[position] === 0);
  return {
    waves: specs.map((wave, position) => toWaveState(wave, must(dependents[position], "dependents"))),
    index: { waves: Object.fromEntries(positions), tasks: Object.fromEntries(places) },
    schedule: { openWaves: [], readyWaves, blockers, doomedWaves: [], unresolvedWaves: [], afterGates: [] },
  };
}

function toWaveState({ tasks, ...spec }: WaveSpec, dependents: readonly number[]): WaveState {
  return {
    spec,
    status: "pending",
    tasks: tasks.map((task) => ({ ...UNTOUCHED, spec: task })),
    startedAt: null,
    finishedAt: null,
    deadlineAt: null,
    pauseBeforeDone: false,
    pauseAfterDone: false,
    readiness: null,
    dependents,
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
  executed: null,
  deadlineAt: null,
  dueAt: null,
  silentSince: null,
  silentAsks: 0,
  cancelRequestedAt: null,
  failure: null,
  unwindFailure: null,
  result: null,
  externalIds: {},
  effectOperationId: null,
  effect: "none",
  leftovers: [],
  skippedBecause: null,
  answers: [],
};
