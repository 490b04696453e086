/** Folding what adapters said, and what was decided in their stead. */
import type { EventData, EventType, Phase, TaskResult } from "@dr/events";
import { answerKey, isOurs, provenEffect } from "../answers.ts";
import { placeOf, taskOf } from "../lookup.ts";
import type { TaskState } from "../state.ts";
import type { Evolve } from "./types.ts";
import { patchTask } from "./update.ts";
import { dropFinishedLayers } from "./unwind.ts";

/** The adapter began. It was heard, so its silence is counted from here. */
export const technologyStarted: Evolve<"TechnologyStarted"> = (state, data, at) => {
  const task = taskOf(state, data.taskId);
  return patchTask(state, placeOf(state, data.taskId), {
    ...(task.status === "requested" ? { status: "in_progress" as const } : {}),
    startedAt: at,
    silentSince: at,
    silentAsks: 0,
    externalIds: data.externalIds ?? task.externalIds,
    answers: [...task.answers, answerKey(data, "TechnologyStarted")],
  });
};

/** The task reached its goal. */
export const technologyCompleted: Evolve<"TechnologyCompleted"> = (state, data, at) => {
  const task = taskOf(state, data.taskId);
  return patchTask(state, placeOf(state, data.taskId), {
    ...closed(task, at),
    status: "completed",
    failure: null,
    result: data.result,
    externalIds: data.result.externalIds,
    ...effectOfCompletion(task, data.operationId, data.result),
    answers: heardOutcome(task, data, "TechnologyCompleted"),
  });
};

/** A person answered, or handed the task on; what becomes of it its adapter says. */
export const manualTaskAnswered: Evolve<"ManualTaskAnswered"> = (state, { taskId, operationId, outcome, handedTo }) =>
  patchTask(state, placeOf(state, taskId), {
    manual: { operationId, answered: outcome === "handed_on" ? null : operationId, handedTo: handedTo ?? null },
  });

/** The attempt failed. A failure that was decided here, without the adapter's word, leaves open whether the effect stands. */
export const technologyFailed: Evolve<"TechnologyFailed"> = (state, data, at) => {
  const task = taskOf(state, data.taskId);
  const ours = isOurs(data.failure);
  const stopped = task.cancelRequestedAt !== null && data.failure.code === "task.cancelled";
  return patchTask(state, placeOf(state, data.taskId), {
    ...closed(task, at),
    status: stopped ? "cancelled" : "failed",
    ...(data.phase === "execute"
      ? {
          failure: data.failure,
          result: data.result ?? task.result,
          ...effectOfFailure(task, ours, data),
        }
      : { unwindFailure: data.failure }),
    ...(ours ? {} : { answers: heardOutcome(task, data, "TechnologyFailed") }),
  });
};

/** The attempt will be repeated later. */
export const technologyRetryScheduled: Evolve<"TechnologyRetryScheduled"> = (state, data) =>
  patchTask(state, placeOf(state, data.taskId), { status: "retry_scheduled", dueAt: data.dueAt, finishedAt: null });

/** The wave goes on without the task. If it was in flight nobody knows whether its effect stands: it counts as standing. */
export const technologySkipped: Evolve<"TechnologySkipped"> = (state, data, at) => {
  const task = taskOf(state, data.taskId);
  const inFlight = task.status === "requested" || task.status === "in_progress";
  return patchTask(state, placeOf(state, data.taskId), {
    ...closed(task, at),
    status: "skipped",
    skippedBecause: data.because ?? "operator",
    ...(data.failure === undefined ? {} : { failure: data.failure }),
    ...(inFlight ? { effectOperationId: task.operationId, effect: "unknown" as const } : {}),
  });
};

/** The effect is gone. */
export const technologyRolledBack: Evolve<"TechnologyRolledBack"> = (state, data, at) => {
  const task = taskOf(state, data.taskId);
  return dropFinishedLayers(
    patchTask(state, placeOf(state, data.taskId), {
      ...closed(task, at),
      status: "rolled_back",
      effectOperationId: null,
      effect: "none",
      unwindFailure: null,
      answers: heardOutcome(task, data, "TechnologyCompleted"),
    }),
  );
};

/** The clean-up of the task is over, whether or not everything went. */
export const technologyCleanedUp: Evolve<"TechnologyCleanedUp"> = (state, data, at) => {
  const task = taskOf(state, data.taskId);
  return dropFinishedLayers(
    patchTask(state, placeOf(state, data.taskId), {
      ...closed(task, at),
      status: "cleaned_up",
      effectOperationId: null,
      effect: effectLeft(data),
      leftovers: data.leftovers,
      unwindFailure: data.failure ?? null,
      ...(data.failure ? {} : { answers: heardOutcome(task, data, "TechnologyCompleted") }),
    }),
  );
};

/** Remembered, so that the same late word is noted once. What it proves of an effect that nobody knew of is evidence, and moves nothing. */
export const operationResultIgnored: Evolve<"OperationResultIgnored"> = (state, data) => {
  if (data.reason === "unknown_task") {
    return { ...state, ignoredUnknown: [...state.ignoredUnknown, `${data.operationId}:${data.reportedType}`] };
  }
  const task = taskOf(state, data.taskId);
  const isOpen = task.effect === "unknown" && data.operationId === task.effectOperationId;
  const proves = isOpen ? data.effect : undefined;
  return patchTask(state, placeOf(state, data.taskId), {
    answers: [...task.answers, answerKey(data, data.reportedType)],
    ...(proves === undefined ? {} : { effect: proves }),
  });
};

function closed(task: TaskState, at: string): Partial<TaskState> {
  return { finishedAt: at, startedAt: task.startedAt ?? at, dueAt: null, silentSince: null, silentAsks: 0 };
}

/** An outcome makes its own start old news, whichever of the two arrived first. */
function heardOutcome(task: TaskState, ref: { readonly phase: Phase; readonly attempt: number }, type: EventType): readonly string[] {
  const start = answerKey(ref, "TechnologyStarted");
  return [...task.answers.filter((answer) => answer !== start), answerKey(ref, type)];
}

/** What a clean-up leaves: named leftovers stand; of a clean-up that failed nobody knows. */
function effectLeft({ failure, leftovers }: EventData<"TechnologyCleanedUp">): TaskState["effect"] {
  if (failure) return "unknown";
  return leftovers.length > 0 ? "stands" : "none";
}

function effectOfCompletion(task: TaskState, operationId: string, result: TaskResult): Pick<TaskState, "effect" | "effectOperationId"> {
  const proven = provenEffect(result);
  // Found done, or looked through in a drill: what an earlier attempt may have done stands as it stood.
  if (proven === "none") return { effectOperationId: task.effectOperationId, effect: task.effectOperationId === null ? "none" : "stands" };
  return { effectOperationId: operationId, effect: proven };
}

function effectOfFailure(
  task: TaskState,
  ours: boolean,
  { operationId, result }: EventData<"TechnologyFailed">,
): Pick<TaskState, "effect" | "effectOperationId"> {
  const inFlight = task.status === "requested" || task.status === "in_progress";
  const proven = result ? provenEffect(result, "none") : "none";
  if (proven !== "none") return { effectOperationId: operationId, effect: proven };
  if (ours && inFlight) return { effectOperationId: operationId, effect: "unknown" };
  return { effectOperationId: task.effectOperationId, effect: task.effect };
}
