/** What one task will take, and what that rests on. */
import type { Rpo, TaskSpec } from "@dr/events";
import { isWorse } from "../execution/view-objectives.ts";
import type { MeasuredRun, MeasuredRuns } from "./measured.ts";

/**
 * The estimate of a task. `measured`: the middle of `runs` earlier runs; `declared`: what its operation says of a quick
 * run; `unknown`: nobody can say, and `seconds` is null.
 */
export interface TaskEstimate {
  readonly taskId: string;
  readonly waveNumber: number;
  readonly seconds: number | null;
  readonly slowestSeconds: number | null;
  readonly basis: "measured" | "declared" | "unknown";
  readonly runs: number;
  /** The newest execution that it was measured in. */
  readonly lastExecutionId: string | null;
  /** What the newest measured run lost; null if nothing was measured. */
  readonly rpo: Rpo | null;
}

/** The estimate of `task` from its earlier runs, else from its own declaration. */
export function estimateTask(task: TaskSpec, runsOf: MeasuredRuns): TaskEstimate {
  const { taskId, waveNumber, expectedSeconds } = task;
  const runs = runsOf(task);
  const [newest] = runs;
  if (newest) {
    const sorted = runs.map(({ seconds }) => seconds).toSorted((one, other) => one - other);
    const common = { taskId, waveNumber, basis: "measured", runs: runs.length, lastExecutionId: newest.executionId } as const;
    return { ...common, seconds: middle(sorted), slowestSeconds: sorted.at(-1) ?? null, rpo: worst(newest, runs) };
  }
  const seconds = expectedSeconds ?? null;
  const basis = seconds === null ? "unknown" : "declared";
  return { taskId, waveNumber, basis, seconds, slowestSeconds: seconds, runs: 0, lastExecutionId: null, rpo: null };
}

/** The median; of an even number the slower of the two in the middle. */
function middle(sorted: readonly number[]): number | null {
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** Several tasks may be alike: of those in the newest execution, the worst loss. */
function worst(newest: MeasuredRun, runs: readonly MeasuredRun[]): Rpo {
  const losses = runs.filter(({ executionId }) => executionId === newest.executionId).map(({ rpo }) => rpo);
  return losses.reduce((than, rpo) => (isWorse(rpo, than) ? rpo : than), newest.rpo);
}
