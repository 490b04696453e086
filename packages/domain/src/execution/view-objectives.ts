/** Recovery objectives: what was promised, what came of it. */
import type { Rpo } from "@dr/events";
import { allTasks } from "./lookup.ts";
import { must } from "./must.ts";
import { isTerminal } from "./refuse.ts";
import type { ExecutionState, TaskState } from "./state.ts";
import { isUnaccounted } from "./task-status.ts";
import { msBetween } from "./time.ts";
import { isExercised } from "./view-effects.ts";

/**
 * What can be said of a promise. `not_met`: it was broken, or the goal was missed. `not_proven`: nothing was exercised that could prove it, or
 * people left a part out. `unknown`: it is not over, or what would decide it cannot be known.
 */
export type Verdict = "met" | "not_met" | "not_proven" | "unknown";

/** Recovery time, in seconds from start to end; pauses count, since nobody is served during one, and are named apart. */
export interface RtoView {
  readonly targetSeconds: number | null;
  readonly actualSeconds: number | null;
  readonly pausedSeconds: number;
  /** Null without a target. */
  readonly verdict: Verdict | null;
  /** The verdict as yes or no; null where it is neither. */
  readonly met: boolean | null;
}

/** Data loss: the worst of all that was really done. `seconds` is null when that is not known, which is worse than any number. */
export interface RpoView {
  readonly targetSeconds: number | null;
  readonly worst: (Rpo & { readonly taskId: string }) | null;
  readonly verdict: Verdict | null;
  readonly met: boolean | null;
}

/** Time to recovery; only a completed execution recovered anything. */
export function toRtoView(state: ExecutionState): RtoView {
  const { startedAt, finishedAt, status } = state;
  const targetSeconds = state.request?.rtoSeconds ?? null;
  const lasted = startedAt === null || finishedAt === null ? null : msBetween(startedAt, finishedAt) / 1000;
  const actualSeconds = status === "completed" ? must(lasted, "length of a completed execution") : null;
  const verdict = targetSeconds === null ? null : (verdictOnGoal(state) ?? verdictOn(state, lasted, targetSeconds));
  return { targetSeconds, actualSeconds, pausedSeconds: state.pauses.totalMs / 1000, verdict, met: toMet(verdict) };
}

/** Loss of data so far. */
export function toRpoView(state: ExecutionState): RpoView {
  let worst: RpoView["worst"] = null;
  for (const { taskId, rpo } of allTasks(state).flatMap(lossesOf)) {
    if (worst === null || isWorse(rpo, worst)) worst = { ...rpo, taskId };
  }
  const targetSeconds = state.request?.rpoSeconds ?? null;
  const verdict = targetSeconds === null ? null : (verdictOnGoal(state) ?? verdictOn(state, worst?.seconds ?? null, targetSeconds));
  return { targetSeconds, worst, verdict, met: toMet(verdict) };
}

/** What decides before any figure does: not over, never begun, the goal missed, or nothing done. */
function verdictOnGoal(state: ExecutionState): Verdict | null {
  if (!isTerminal(state)) return "unknown";
  if (state.startedAt === null) return "not_proven";
  if (state.status === "failed" || state.waves.some(({ status }) => status === "failed")) return "not_met";
  return allTasks(state).some(({ result }) => result !== null && isExercised(result)) ? null : "not_proven";
}

/** A figure above its target breaks the promise whatever else is so; one below keeps it only if all was done, and all is known. */
function verdictOn(state: ExecutionState, actual: number | null, target: number): Verdict {
  if (actual !== null && actual > target) return "not_met";
  if (state.status === "cancelled" || allTasks(state).some(isLeftOut)) return "not_proven";
  return actual === null || allTasks(state).some(isUnaccounted) ? "unknown" : "met";
}

function isLeftOut({ skippedBecause }: TaskState): boolean {
  return skippedBecause !== null;
}

function toMet(verdict: Verdict | null): boolean | null {
  if (verdict === "met") return true;
  return verdict === "not_met" ? false : null;
}

/** Losses of what was really done: a resource that was found done, or only looked at in a drill, lost nothing and proves nothing. */
function lossesOf({ spec, result }: TaskState): readonly { readonly taskId: string; readonly rpo: Rpo }[] {
  if (result === null || !isExercised(result)) return [];
  const done = result.resources.filter(({ outcome }) => outcome === "completed").map(({ rpo }) => rpo);
  return (done.length > 0 ? done : [result.rpo]).map((rpo) => ({ taskId: spec.taskId, rpo }));
}

/** Not knowing is worse than any number. */
export function isWorse(rpo: Pick<Rpo, "seconds">, than: Pick<Rpo, "seconds">): boolean {
  if (than.seconds === null) return false;
  return rpo.seconds === null || rpo.seconds > than.seconds;
}
