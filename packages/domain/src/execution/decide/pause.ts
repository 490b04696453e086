/** Pausing and resuming by hand. */
import { advance } from "../advance/advance.ts";
import { assertOpen, refusal } from "../refuse.ts";
import { emit, startRun } from "../run.ts";
import type { ExecutionState, PauseState } from "../state.ts";
import { isDue } from "../time.ts";
import { hasApprovals, isChangeMissing } from "./approval-count.ts";
import type { Decide } from "./types.ts";

/** Notes the wish; it is answered at the next boundary: when a wave, be it the first, would start. A repeated wish is no news. */
export const pauseExecution: Decide<"PauseExecution"> = (state, { reason, now }) => {
  assertOpen(state);
  if (state.status === "paused")
    throw refusal(state, "execution.already_paused", "the execution is paused", { pauseId: state.pause?.pauseId });
  if (state.status === "cancelling" || state.status === "rolling_back" || state.status === "cleaning_up") {
    throw refusal(state, "execution.not_pausable", "the execution is on its way to its end");
  }
  if (state.pauseRequested) return [];
  const run = startRun(state, now);
  emit(run, "ExecutionPauseRequested", { reason });
  return run.events;
};

/** Takes the wish back. Refused with `execution.no_pause_requested` when there is none: a pause that has begun is ended by a resume. */
export const withdrawPause: Decide<"WithdrawPause"> = (state, { reason, now }) => {
  assertOpen(state);
  if (!state.pauseRequested) throw refusal(state, "execution.no_pause_requested", "no pause is asked for that has not begun");
  const run = startRun(state, now);
  emit(run, "ExecutionPauseWithdrawn", { reason });
  advance(run);
  return run.events;
};

/**
 * Ends the pause. Refused with `execution.not_paused`, `execution.pause_expired`, `execution.approval_required` while approvals are
 * missing, `execution.change_required` while a change ticket is, and `execution.failures_unresolved` while a wave lies failed: retry or skip its failed tasks first.
 */
export const resumeExecution: Decide<"ResumeExecution"> = (state, { reason, now }) => {
  assertOpen(state);
  const { pause } = state;
  if (!pause) throw refusal(state, "execution.not_paused", "the execution is not paused");
  assertResumable(state, pause, now);
  const run = startRun(state, now);
  emit(run, "ExecutionResumed", { pauseId: pause.pauseId, by: "operator", ...(reason === undefined ? {} : { reason }) });
  advance(run);
  return run.events;
};

function assertResumable(state: ExecutionState, pause: PauseState, now: string): void {
  const { pauseId, expiresAt, approval, approvals } = pause;
  if (isDue(expiresAt, now)) throw refusal(state, "execution.pause_expired", `the pause expired at ${expiresAt}`, { pauseId, expiresAt });
  if (approval && !hasApprovals(state, pause)) {
    const { minApprovals, approverRoles } = approval;
    const message = `the pause needs ${minApprovals} approvals and has ${approvals.length}`;
    throw refusal(state, "execution.approval_required", message, { pauseId, minApprovals, approverRoles, approvals: approvals.length });
  }
  if (isChangeMissing(state, pause)) {
    const hint = "have the change approved, or let one more person approve with breakGlass and a comment that says why";
    throw refusal(state, "execution.change_required", "no change ticket approves of this recovery", { pauseId, hint });
  }
  if (isUnresolved(state, pause)) {
    const waves = state.schedule.unresolvedWaves.map((position) => state.waves[position]?.spec.waveNumber);
    throw refusal(state, "execution.failures_unresolved", "retry or skip the failed tasks first", { pauseId, waves });
  }
}

/** The pause is about a failure, and the failure is still there. */
export function isUnresolved(state: ExecutionState, pause: PauseState): boolean {
  return pause.gate === "on_failure" && state.schedule.unresolvedWaves.length > 0;
}
