/** Recovery objectives: what was promised, what came of it. */
import type { Rpo } from "@dr/events";
import { allTasks } from "./lookup.ts";
import { must } from "./must.ts";
import type { ExecutionState } from "./state.ts";
import { msBetween } from "./time.ts";

/** Recovery time, in seconds from start to end; pauses count, since nobody is served during one, and are named apart. */
export interface RtoView {
  readonly targetSeconds: number | null;
  readonly actualSeconds: number | null;
  readonly pausedSeconds: number;
  /** Null while the execution runs, or without a target. */
  readonly met: boolean | null;
}

/** Data loss: the worst of all tasks that reported one. `seconds` is null when that is not known, which is a verdict of its own. */
export interface RpoView {
  readonly targetSeconds: number | null;
  readonly worst: (Rpo & { readonly taskId: string }) | null;
  readonly met: boolean | null;
}

/** Time to recovery; only a completed execution recovered anything. */
export function toRtoView(state: ExecutionState): RtoView {
  const { startedAt, finishedAt, status } = state;
  const targetSeconds = state.request?.rtoSeconds ?? null;
  const actualSeconds =
    status === "completed" ? msBetween(must(startedAt, "start of a completed execution"), must(finishedAt, "its end")) / 1000 : null;
  return {
    targetSeconds,
    actualSeconds,
    pausedSeconds: state.pauses.totalMs / 1000,
    met: isWithin(actualSeconds, targetSeconds),
  };
}

/** Loss of data so far. */
export function toRpoView(state: ExecutionState): RpoView {
  let worst: RpoView["worst"] = null;
  for (const { result, spec } of allTasks(state)) {
    if (result && (worst === null || isWorse(result.rpo, worst))) worst = { ...result.rpo, taskId: spec.taskId };
  }
  const targetSeconds = state.request?.rpoSeconds ?? null;
  return { targetSeconds, worst, met: isWithin(worst?.seconds ?? null, targetSeconds) };
}

function isWithin(actual: number | null, target: number | null): boolean | null {
  return actual === null || target === null ? null : actual <= target;
}

/** Not knowing is worse than any number. */
function isWorse(rpo: Rpo, than: Rpo): boolean {
  if (than.seconds === null) return false;
  return rpo.seconds === null || rpo.seconds > than.seconds;
}
