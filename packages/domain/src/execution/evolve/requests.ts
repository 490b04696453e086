/** Folding single requests to adapters. */
import { placeOf, positionOf, taskOf, waveAt } from "../lookup.ts";
import type { ExecutionState } from "../state.ts";
import { addSeconds } from "../time.ts";
import { asked, askedAgain } from "./asked.ts";
import type { Evolve } from "./types.ts";
import { patchTask, patchWave, reschedule, withAll, without } from "./update.ts";

/** A failed wave runs again once one of its tasks does. Its clock starts anew: the time for which it lay failed is not its own. */
function reopenWave(state: ExecutionState, waveNumber: number, at: string): ExecutionState {
  const position = positionOf(state, waveNumber);
  const { status, spec } = waveAt(state, position);
  if (status !== "failed") return state;
  const deadlineAt = spec.timeoutSeconds === undefined ? null : addSeconds(at, spec.timeoutSeconds);
  const reopened = patchWave(state, position, { status: "in_progress", finishedAt: null, deadlineAt });
  const { openWaves, unresolvedWaves } = reopened.schedule;
  return reschedule(reopened, { openWaves: withAll(openWaves, [position]), unresolvedWaves: without(unresolvedWaves, position) });
}

/** The first attempt of a task that had to wait within its wave. */
export const technologyRequested: Evolve<"TechnologyRequested"> = (state, data, at) =>
  asked(reopenWave(state, data.waveNumber, at), data.task, at);

/** A new attempt, or the same one asked again; the operation id tells which. */
export const technologyRetryRequested: Evolve<"TechnologyRetryRequested"> = (state, data, at) => {
  const place = placeOf(state, data.task.taskId);
  if (taskOf(state, data.task.taskId).operationId === data.task.operationId) return askedAgain(state, place, at, data.reason === "silent");
  const reopened = data.task.phase === "execute" ? reopenWave(state, data.waveNumber, at) : state;
  return asked(reopened, data.task, at, data.reason === "operator");
};

/** The adapter is asked to stop. Its silence is counted from here. */
export const technologyCancelRequested: Evolve<"TechnologyCancelRequested"> = (state, data, at) => {
  const task = taskOf(state, data.task.taskId);
  return patchTask(state, placeOf(state, data.task.taskId), {
    cancelRequestedAt: task.cancelRequestedAt ?? at,
    silentAsks: task.cancelRequestedAt === null ? 0 : task.silentAsks + 1,
    silentSince: at,
  });
};

/** The effect of a task is to be taken back. */
export const technologyRollbackRequested: Evolve<"TechnologyRollbackRequested"> = (state, data, at) => asked(state, data.task, at);

/** What a drill launched is to be removed. */
export const technologyCleanupRequested: Evolve<"TechnologyCleanupRequested"> = (state, data, at) => asked(state, data.task, at);
