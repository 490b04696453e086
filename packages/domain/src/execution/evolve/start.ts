/** Folding how an execution comes to run. */
import type { ExecutionState, Outcome } from "../state.ts";
import { sealWaves } from "../structure.ts";
import type { Evolve } from "./types.ts";

/** The execution exists. */
export const executionRequested: Evolve<"ExecutionRequested"> = (state, data, at) => ({
  ...state,
  status: "planning",
  request: data,
  executionId: data.executionId,
  planId: data.planId,
  planVersion: data.planVersion,
  planHash: data.planHash,
  executionType: data.executionType,
  mode: data.mode,
  requestedAt: at,
});

/** Slices wait for their seal. Part 1 starts afresh: a planning that was cut off half-way is simply done again. */
export const wavesPlanned: Evolve<"WavesPlanned"> = (state, data) => ({
  ...state,
  planning: { slices: data.part === 1 ? [data.waves] : [...state.planning.slices, data.waves], estimate: null },
});

/** The slices become the waves of the run. */
export const executionPlanned: Evolve<"ExecutionPlanned"> = (state, data) => ({
  ...state,
  ...sealWaves(state.planning.slices),
  planning: { slices: [], estimate: data.estimate ?? null },
  manifestHash: data.manifestHash,
  ...(data.discovery === undefined ? {} : { discovery: data.discovery }),
});

/** It waits for a slot, or for resources; one that had ended is open again. */
export const executionQueued: Evolve<"ExecutionQueued"> = (state, { reason, waitingFor, reopens }, at) => ({
  ...state,
  status: "queued",
  finishedAt: null,
  pendingOutcome: reopens === undefined ? null : outcomeOf(state),
  queue: { reason, since: at, ...(waitingFor === undefined ? {} : { waitingFor }), ...(reopens === undefined ? {} : { reopens }) },
});

/** Nothing but a failed or cancelled execution is reopened. */
function outcomeOf({ status }: ExecutionState): Outcome {
  return status === "cancelled" ? "cancelled" : "failed";
}

/** It runs. */
export const executionStarted: Evolve<"ExecutionStarted"> = (state, data, at) => ({
  ...state,
  status: "executing",
  queue: null,
  startedAt: at,
  deadlineAt: data.deadlineAt ?? null,
});
