/** Whether a pause has the approvals that it needs. */
import type { ExecutionState, PauseState } from "../state.ts";

/** True if no approval is needed, or enough different people gave theirs, and the change ticket that it needs stands. */
export function isApproved(state: ExecutionState, pause: PauseState): boolean {
  return hasApprovals(state, pause) && !isChangeMissing(state, pause);
}

/** True if enough different people approved; a change that counts as all of them needs one of them to be known here. */
export function hasApprovals(state: ExecutionState, { approval, approvals }: PauseState): boolean {
  if (!approval) return true;
  const approvers = new Set(approvals.filter(({ decision }) => decision === "approve").map(({ person }) => person));
  const needed = changeStands(state) && state.pauses.change?.countsAsAll === true ? 1 : approval.minApprovals;
  return approvers.size >= needed;
}

/** True if the pause needs a change ticket and none stands. */
export function isChangeMissing(state: ExecutionState, { approval }: PauseState): boolean {
  return approval?.changeRequired === true && !changeStands(state);
}

/** True if a recovery must not start a wave now, because no change ticket approves of it as it is. */
export function needsChange(state: ExecutionState): boolean {
  return state.request?.changeRequired === true && state.executionType === "recovery" && !changeStands(state);
}

/** An approval of another plan, other resources or another mode is none. */
function changeStands({ pauses: { change }, planHash, manifestHash, mode }: ExecutionState): boolean {
  if (!change || change.standing === "revoked") return false;
  return change.planHash === planHash && change.manifestHash === manifestHash && change.mode === mode;
}
