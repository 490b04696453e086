/** Folding a redrive: what stands is kept, everything else begins again. */
import type { ExecutionState, TaskState, WaveState } from "../state.ts";
import type { Evolve } from "./types.ts";
import { dependenciesComplete } from "./waves.ts";

/** The execution runs again. Attempts go on counting, so no operation id is used twice. */
export const executionRedriven: Evolve<"ExecutionRedriven"> = (state, data) => {
  const waves = state.waves.map(reset);
  const cleared: ExecutionState = {
    ...state,
    waves,
    status: "executing",
    finishedAt: null,
    deadlineAt: data.deadlineAt ?? null,
    taskCounts: countTasks(waves),
    unresolvedWaves: [],
    afterGates: [],
    ending: null,
    rollback: null,
    cleanedUp: false,
    failure: null,
    failedWave: null,
    manualInterventionRequired: false,
  };
  return { ...cleared, ...graphOf(cleared) };
};

/** True for a task that a redrive does not touch: its effect stands, or an operator decided to go without it. */
export function isKept(task: TaskState): boolean {
  return task.status === "completed" || (task.status === "skipped" && task.skippedBecause === "operator");
}

function reset(wave: WaveState): WaveState {
  const tasks = wave.tasks.map(resetTask);
  if (wave.status === "completed" && tasks.every(isKept)) return wave;
  return { ...wave, tasks, status: "pending", startedAt: null, finishedAt: null, deadlineAt: null };
}

function resetTask(task: TaskState): TaskState {
  if (isKept(task)) return task;
  return {
    ...task,
    status: "pending",
    phase: "execute",
    attempt: task.attempts.execute,
    attemptsBefore: task.attempts.execute,
    operationId: null,
    deadlineAt: null,
    dueAt: null,
    cancelRequestedAt: null,
    skippedBecause: null,
    leftovers: [],
    unwindFailure: null,
  };
}

function countTasks(waves: readonly WaveState[]): ExecutionState["taskCounts"] {
  const counts: Partial<Record<TaskState["status"], number>> = {};
  for (const { status } of waves.flatMap((wave) => wave.tasks)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function graphOf(state: ExecutionState): Pick<ExecutionState, "blockers" | "readyWaves"> {
  const isComplete = (waveNumber: number): boolean => state.waves[state.waveIndex[waveNumber] ?? -1]?.status === "completed";
  return {
    blockers: state.waves.map((wave) => wave.spec.dependencies.filter((waveNumber) => !isComplete(waveNumber)).length),
    readyWaves: [...state.waves.keys()].filter(
      (position) => state.waves[position]?.status === "pending" && dependenciesComplete(state, position),
    ),
  };
}
