/** What earlier executions took, task by task: the ground that an estimate stands on. */
import { canonicalJson, type ExecutionType, type Rpo, type TaskSpec } from "@dr/events";
import type { ExecutionState, TaskState } from "../execution/state.ts";
import { msBetween } from "../execution/time.ts";
import { isExercised } from "../execution/view-effects.ts";

/** One run of a task that really did something. */
export interface MeasuredRun {
  readonly executionId: string;
  readonly executionType: ExecutionType;
  /** From the request of its last attempt to its end. */
  readonly seconds: number;
  readonly rpo: Rpo;
}

/** Earlier runs of a task, newest first: of the same operation on the same resources, else of the same operation of that plan. */
export type MeasuredRuns = (task: Pick<TaskSpec, "type" | "operation" | "resources">) => readonly MeasuredRun[];

/**
 * Runs in `past` (executions of one plan, newest first). Runs of `executionType` are taken alone if there are any: a drill clones where a recovery fails
 * over, and takes another time. What was skipped in a drill, or found done, took nothing and tells nothing.
 */
export function measuredRuns(past: readonly ExecutionState[], executionType: ExecutionType): MeasuredRuns {
  const same = new Map<string, MeasuredRun[]>();
  const alike = new Map<string, MeasuredRun[]>();
  for (const { executionId, executionType: type, waves } of past) {
    for (const task of waves.flatMap(({ tasks }) => tasks)) {
      const run = toRun(task);
      if (!run) continue;
      const measured = { executionId, executionType: type, ...run };
      add(same, sameKey(task.spec), measured);
      add(alike, alikeKey(task.spec), measured);
    }
  }
  return (task) => {
    const found = same.get(sameKey(task)) ?? alike.get(alikeKey(task)) ?? [];
    const ofType = found.filter((run) => run.executionType === executionType);
    return ofType.length > 0 ? ofType : found;
  };
}

function toRun({ status, result, failure, executed, requestedAt, finishedAt }: TaskState): Pick<MeasuredRun, "seconds" | "rpo"> | null {
  const times = executed ?? { requestedAt, finishedAt };
  const done = failure === null && (status === "completed" || executed !== null);
  if (!done || result === null || !isExercised(result) || times.requestedAt === null || times.finishedAt === null) return null;
  // Two processes whose clocks differ wrote them: what was quicker than their difference took no time.
  return { seconds: Math.max(0, msBetween(times.requestedAt, times.finishedAt) / 1000), rpo: result.rpo };
}

function add(runs: Map<string, MeasuredRun[]>, key: string, run: MeasuredRun): void {
  const known = runs.get(key);
  if (known) known.push(run);
  else runs.set(key, [run]);
}

function alikeKey({ type, operation }: Pick<TaskSpec, "type" | "operation">): string {
  return `${type} ${operation}`;
}

function sameKey({ resources, ...task }: Pick<TaskSpec, "type" | "operation" | "resources">): string {
  return `${alikeKey(task)} ${canonicalJson(resources)}`;
}
