/** Folding questions about readiness and their answers. */
import type { EventData, Failure } from "@dr/events";
import { findPlace, isReady, placeOf, positionOf, waveAt } from "../lookup.ts";
import type { ExecutionState, WaveReadiness } from "../state.ts";
import type { Evolve } from "./types.ts";
import { patchWave } from "./update.ts";

type Requested = EventData<"ReadinessRequested">;
type ReportedTask = EventData<"ReadinessReported">["tasks"][number];

/** Each wave waits for those of its tasks that would begin with it; of the others it is told without waiting. */
export const readinessRequested: Evolve<"ReadinessRequested"> = (state, data, at) => {
  const asked = Map.groupBy(data.technologies, ({ waveNumber }) => waveNumber);
  return [...asked].reduce((next, [waveNumber, tasks]) => {
    const position = positionOf(next, waveNumber);
    const wave = waveAt(next, position);
    const awaited = tasks
      .map(({ taskId }) => taskId)
      .filter((taskId) => {
        const place = findPlace(next, taskId);
        const task = place?.wave === position ? wave.tasks[place.task] : undefined;
        return task !== undefined && isReady(next, wave, task);
      });
    return patchWave(next, position, { readiness: joined(wave.readiness, data, awaited, at) });
  }, state);
};

/** A large question comes in parts: each adds the tasks that it asks about. */
function joined(
  known: WaveReadiness | null,
  { checkId, at, deadlineAt }: Requested,
  awaited: readonly string[],
  askedAt: string,
): WaveReadiness {
  if (known?.checkId === checkId) return { ...known, awaited: [...known.awaited, ...awaited] };
  return { checkId, at, askedAt, deadlineAt, awaited, blocked: [], warnings: 0 };
}

/** What was awaited was heard, each once: a wave of thousands is gone through once for each answer, not once for each task in it. */
export const readinessReported: Evolve<"ReadinessReported"> = (state, { checkId, tasks }) => {
  const byWave = Map.groupBy(tasks, ({ taskId }) => placeOf(state, taskId).wave);
  return [...byWave].reduce((next, [position, reported]) => {
    const { readiness } = waveAt(next, position);
    if (readiness?.checkId !== checkId) return next;
    const open = new Set(readiness.awaited);
    const heard = reported.filter(({ taskId }) => open.delete(taskId));
    return heard.length === 0 ? next : patchWave(next, position, { readiness: after(readiness, heard, open) });
  }, state);
};

function after(readiness: WaveReadiness, heard: readonly ReportedTask[], open: ReadonlySet<string>): WaveReadiness {
  const blocked = heard.flatMap((task) => {
    const failure = obstacleOf(task);
    return failure === undefined ? [] : [{ taskId: task.taskId, failure }];
  });
  const warnings = heard.reduce((sum, { checks }) => sum + checks.filter(({ severity }) => severity === "warn").length, 0);
  return {
    ...readiness,
    awaited: readiness.awaited.filter((taskId) => open.has(taskId)),
    blocked: [...readiness.blocked, ...blocked],
    warnings: readiness.warnings + warnings,
  };
}

/** The first obstacle that does not pass by itself: for the others the task waits. */
function obstacleOf({ checks }: ReportedTask): Failure | undefined {
  const found = checks.find(({ severity, passing }) => severity === "block" && passing !== true);
  if (!found) return undefined;
  const { code, message, resource, evidence } = found;
  return { code, message, retryable: false, details: { resource, ...evidence } };
}

/** What was seen may no longer be so: waves that have not begun are asked again before they do. */
export function forgetReadiness(state: ExecutionState): ExecutionState {
  if (state.waves.every(({ status, readiness }) => status !== "pending" || readiness === null)) return state;
  return {
    ...state,
    waves: state.waves.map((wave) => (wave.status === "pending" && wave.readiness ? { ...wave, readiness: null } : wave)),
  };
}
