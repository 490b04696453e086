/** Whether a pause has the approvals that it needs. */
import type { PauseState } from "../state.ts";

/** True if no approval is needed, or enough different people gave theirs. */
export function isApproved({ approval, approvals }: PauseState): boolean {
  if (!approval) return true;
  const approvers = new Set(approvals.filter(({ decision }) => decision === "approve").map(({ person }) => person));
  return approvers.size >= approval.minApprovals;
}
