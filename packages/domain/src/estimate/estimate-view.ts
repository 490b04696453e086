/** What was expected of an execution, beside what came; and when a running one should be over. */
import type { Estimate } from "@dr/events";
import type { ExecutionState, WaveState } from "../execution/state.ts";
import { addSeconds, later, msBetween, toMilliseconds } from "../execution/time.ts";
import { waveGraph } from "../plan/graph.ts";

/**
 * The recorded estimate. `workedSeconds` is the time in which a wave ran: pauses, and the clean-up of a drill, are not in it. `differenceSeconds` says how
 * much longer that was than expected (negative: shorter).
 */
export interface EstimateView extends Estimate {
  readonly workedSeconds: number | null;
  readonly differenceSeconds: number | null;
}

/** Empty where nothing was recorded. The comparison is made of completed executions alone: others did not do what was estimated. */
export function toEstimateView({ planning, status, waves }: ExecutionState): { readonly estimate?: EstimateView } {
  const { estimate } = planning;
  if (estimate === null) return {};
  if (status !== "completed") return { estimate: { ...estimate, workedSeconds: null, differenceSeconds: null } };
  const workedSeconds = workedMs(waves) / 1_000;
  const differenceSeconds = toMilliseconds(workedSeconds - estimate.rtoSeconds);
  return { estimate: { ...estimate, workedSeconds, differenceSeconds } };
}

/** Milliseconds in which at least one wave ran. */
function workedMs(waves: readonly WaveState[]): number {
  let worked = 0;
  let until = "";
  for (const { startedAt, finishedAt } of waves.toSorted((one, other) => ((one.startedAt ?? "") < (other.startedAt ?? "") ? -1 : 1))) {
    if (startedAt === null || finishedAt === null || finishedAt <= until) continue;
    worked += msBetween(later(startedAt, until), finishedAt);
    until = finishedAt;
  }
  return worked;
}

/**
 * When a running execution should be over, by its recorded estimate and what is done already; people who will be asked on the way are not in it. Null
 * while nobody can say: without an estimate, before it runs, during a pause, and once it winds down.
 */
export function estimatedCompletion({ planning, status, ending, cancel, waves }: ExecutionState, now: string): string | null {
  const { estimate } = planning;
  if (estimate === null || status !== "executing" || ending !== null || cancel !== null) return null;
  const expected = new Map(estimate.waves.map(({ waveNumber, seconds }) => [waveNumber, seconds]));
  const byNumber = new Map(waves.map((wave) => [wave.spec.waveNumber, wave]));
  const ends = new Map<number, string>();
  for (const waveNumber of waveGraph(waves.map(({ spec }) => spec)).order) {
    const wave = byNumber.get(waveNumber);
    if (!wave) continue;
    const free = wave.spec.dependencies.map((dependency) => ends.get(dependency) ?? now).reduce(later, now);
    ends.set(waveNumber, endOf(wave, expected.get(waveNumber) ?? 0, { free, now }));
  }
  return [...ends.values()].reduce(later, now);
}

function endOf(
  { status, startedAt, finishedAt }: WaveState,
  seconds: number,
  { free, now }: { readonly free: string; readonly now: string },
): string {
  if (status === "pending") return addSeconds(free, seconds);
  if (status === "in_progress" && startedAt !== null) return later(addSeconds(startedAt, seconds), now);
  return finishedAt ?? now;
}
