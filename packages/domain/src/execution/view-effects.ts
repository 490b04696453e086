/** What an execution did to the estate: how much of its plan it really exercised, what stands, and of what nobody knows. */
import type { TaskResult } from "@dr/events";
import { resourceNames } from "../plan/task-resources.ts";
import { allTasks } from "./lookup.ts";
import { isTerminal } from "./refuse.ts";
import type { ExecutionState, TaskState } from "./state.ts";
import { isUnaccounted } from "./task-status.ts";

/** How many of the plan's effects really happened; what was found done, skipped in a drill, left out or failed is none. */
export interface ExercisedView {
  readonly effects: number;
  readonly of: number;
  /** Between 0 and 1, to four digits; null for a plan that is not resolved yet. */
  readonly share: number | null;
}

/** An effect that stands, or may stand, on one resource. */
export interface EffectView {
  readonly taskId: string;
  readonly waveNumber: number;
  readonly resource: string;
  readonly technology: string;
  readonly operation: string;
  readonly operationId: string | null;
  /** When it was asked for; ISO 8601, UTC. */
  readonly since: string | null;
  readonly externalIds: Readonly<Record<string, string>>;
}

/** An effect of which nobody knows, what is known of it, and how to find out. */
export interface UnaccountedView extends EffectView {
  readonly why: string;
  readonly howToCheck: string;
}

/** What was exercised so far. */
export function toExercisedView(state: ExecutionState): ExercisedView {
  let effects = 0;
  let planned = 0;
  for (const task of allTasks(state)) {
    const size = sizeOf(task);
    planned += size;
    effects += task.result === null ? 0 : exercisedIn(task.result, size);
  }
  return { effects, of: planned, share: planned === 0 ? null : Math.round((effects / planned) * 10_000) / 10_000 };
}

/** True if the result shows that something was really done. */
export function isExercised(result: TaskResult): boolean {
  return exercisedIn(result, 1) > 0;
}

/** An adapter that lists no resources means all of them. */
function exercisedIn({ resources }: TaskResult, size: number): number {
  return resources.length === 0 ? size : resources.filter(({ outcome }) => outcome === "completed").length;
}

function sizeOf({ spec, result }: TaskState): number {
  return Math.max(1, resourceNames(spec).length, result?.resources.length ?? 0);
}

/**
 * Effects that stand although they are not what the execution came to: all of one that failed or was cancelled and did not take them back, and
 * after a success those of tasks that did not complete (skipped at work, or failed under `continue`). Empty while it runs.
 */
export function toStandingEffects(state: ExecutionState): readonly EffectView[] {
  if (!isTerminal(state)) return [];
  return allTasks(state)
    .filter((task) => (state.status === "completed" ? standsUnasked(task) : task.effect === "stands"))
    .flatMap((task) => toEffects(task, standingIn(task)));
}

/** True if the effect of a task stands that did not complete: nobody counts on it, and it is there. */
export function standsUnasked({ effect, status }: TaskState): boolean {
  return effect === "stands" && (status === "skipped" || status === "failed" || status === "cancelled");
}

/** Effects of which nobody knows, once the execution has ended; a late word of the adapter takes them off the list. */
export function toUnaccounted(state: ExecutionState): readonly UnaccountedView[] {
  if (!isTerminal(state)) return [];
  return allTasks(state)
    .filter(isUnaccounted)
    .flatMap((task) => toEffects(task, unknownIn(task)).map((effect) => explain(task, effect)));
}

/** True if a person has to look: somebody said so, an effect is not accounted for, or a clean-up left something behind. */
export function needsPerson(state: ExecutionState): boolean {
  if (state.manualInterventionRequired) return true;
  return isTerminal(state) && allTasks(state).some((task) => isUnaccounted(task) || task.leftovers.length > 0);
}

/** The adapter's own words, where it has said what it did and how to find out. */
function explain(task: TaskState, effect: EffectView): UnaccountedView {
  const said = task.result?.unaccounted?.find(({ resource }) => resource === effect.resource);
  return { ...effect, why: said?.did ?? whyUnknown(task), howToCheck: said?.check ?? howToCheck(effect) };
}

function toEffects(task: TaskState, resources: readonly string[]): readonly EffectView[] {
  const { spec, effectOperationId, operationId, requestedAt, executed, externalIds } = task;
  const { taskId, waveNumber, type: technology, operation } = spec;
  const since = executed?.requestedAt ?? requestedAt;
  const common = { taskId, waveNumber, technology, operation, operationId: effectOperationId ?? operationId, since, externalIds };
  return resources.map((resource) => ({ ...common, resource }));
}

function standingIn({ result, leftovers, spec }: TaskState): readonly string[] {
  if (leftovers.length > 0) return leftovers;
  const done = [
    ...(result?.resources.filter(({ outcome }) => outcome === "completed") ?? []),
    ...(result?.unaccounted?.filter(({ state }) => state === "stands") ?? []),
  ].map(({ resource }) => resource);
  return done.length > 0 ? [...new Set(done)] : namesOf(spec);
}

function unknownIn({ result, leftovers, spec }: TaskState): readonly string[] {
  if (leftovers.length > 0) return leftovers;
  const open = [
    ...(result?.resources.filter(({ outcome }) => outcome === "unknown") ?? []),
    ...(result?.unaccounted?.filter(({ state }) => state === "unknown") ?? []),
  ].map(({ resource }) => resource);
  return open.length > 0 ? [...new Set(open)] : namesOf(spec);
}

function namesOf(spec: TaskState["spec"]): readonly string[] {
  const names = resourceNames(spec);
  return names.length > 0 ? names : [spec.taskId];
}

function whyUnknown(task: TaskState): string {
  if (task.unwindFailure) return `its clean-up failed: ${task.unwindFailure.message}`;
  if (task.skippedBecause === "operator") return "it was skipped while it was at work, and its adapter has not said what came of it";
  return task.failure?.message ?? "its adapter could not tell what came of it";
}

function howToCheck({ technology, operation, resource, externalIds }: EffectView): string {
  const ids = Object.entries(externalIds).map(([name, id]) => `${name} ${id}`);
  const job = ids.length > 0 ? `; the technology calls the work ${ids.join(", ")}` : "";
  return `look at ${resource} in ${technology} itself and compare with what ${operation} changes${job}`;
}
