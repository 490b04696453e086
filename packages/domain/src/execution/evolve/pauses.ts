/** Folding pauses and the decisions on them. */
import { forgetReadiness } from "./readiness.ts";
import { positionOf } from "../lookup.ts";
import { must } from "../must.ts";
import type { ExecutionState, PauseState } from "../state.ts";
import { addMs, msBetween } from "../time.ts";
import type { Evolve } from "./types.ts";
import { patchWave, reschedule, without } from "./update.ts";

/** An operator's wish, kept until a pause of its own answers it. */
export const executionPauseRequested: Evolve<"ExecutionPauseRequested"> = (state, data, at) => ({
  ...state,
  pauseRequested: { reason: data.reason, at },
});

/** The wish is gone. */
export const executionPauseWithdrawn: Evolve<"ExecutionPauseWithdrawn"> = (state) => ({ ...state, pauseRequested: null });

/** The execution waits. A pause that follows another at once (declined, mode switched) goes on counting from the first. */
export const executionPaused: Evolve<"ExecutionPaused"> = (state, data, at) => ({
  ...state,
  status: "paused",
  pauses: { ...state.pauses, taken: state.pauses.taken + 1 },
  pauseRequested: data.reason === "operator" ? null : state.pauseRequested,
  pause: {
    pauseId: data.pauseId,
    reason: data.reason,
    gate: data.reason === "declined" ? must(state.pause, "pause that was declined").gate : data.reason,
    waveNumber: data.waveNumber ?? null,
    since: state.pause?.since ?? at,
    expiresAt: data.expiresAt,
    onExpiry: data.onExpiry,
    approval: data.approval ?? null,
    approvals: [],
  },
});

/** One more decision on the pause. */
export const approvalRecorded: Evolve<"ApprovalRecorded"> = (state, data, at) => {
  const pause = must(state.pause, "pause that is decided on");
  const { approver, person = approver, role, decision } = data;
  return { ...state, pause: { ...pause, approvals: [...pause.approvals, { approver, person, role, decision, at }] } };
};

/** What its system says of the change is kept; the execution goes by the last word. */
export const changeRecorded: Evolve<"ChangeRecorded"> = (state, data, at) => {
  const { system, number, standing, planHash, manifestHash, mode, reason = null } = data;
  const change = { standing, system, number, countsAsAll: data.countsAs === "all", planHash, manifestHash, mode, reason, at };
  return { ...state, pauses: { ...state.pauses, change } };
};

/** People took the place of the change, for the plan, the resources and the mode that they approved of. */
export const changeBypassed: Evolve<"ChangeBypassed"> = (state, { reason }, at) => {
  const { planHash, manifestHash, mode } = must(must(state.pause, "pause that is bypassed").approval, "approval of a gate");
  const bound = { planHash, manifestHash, mode };
  const change = { standing: "bypassed", system: null, number: null, countsAsAll: false, ...bound, reason, at } as const;
  return { ...state, pauses: { ...state.pauses, change } };
};

/** The gate is passed, and the time spent at it does not count against the execution's deadline. */
export const executionResumed: Evolve<"ExecutionResumed"> = (state, _data, at) => {
  const pause = must(state.pause, "pause that ends");
  const { deadlineAt } = state;
  return {
    ...forgetReadiness(endPause(passGate(state, pause), at)),
    status: "executing",
    deadlineAt: deadlineAt === null ? null : addMs(deadlineAt, lengthOf(pause, at)),
  };
};

/** The state without its pause, however it ended; the time for which it lasted is kept. A state that is not paused stays as it is. */
export function endPause(state: ExecutionState, at: string): ExecutionState {
  const { pause, pauses } = state;
  if (pause === null) return state;
  return { ...state, pause: null, pauses: { ...pauses, totalMs: pauses.totalMs + lengthOf(pause, at) } };
}

/** Two Regions, two clocks: a pause that ends before it began lasted no time. */
function lengthOf({ since }: PauseState, at: string): number {
  return Math.max(0, msBetween(since, at));
}

function passGate(state: ExecutionState, { gate, waveNumber }: PauseState): ExecutionState {
  if (gate === "operator" || gate === "on_failure" || gate === "not_ready" || gate === "change_required") return state;
  const position = positionOf(state, must(waveNumber, "wave of a gate"));
  if (gate === "before_wave") return patchWave(state, position, { pauseBeforeDone: true });
  const passed = patchWave(state, position, { pauseAfterDone: true });
  return reschedule(passed, { afterGates: without(passed.schedule.afterGates, position) });
}
