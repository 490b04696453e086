/** The approval of a pause whose plan says nothing finer. */
import type { ApprovalPolicy } from "@dr/events";

/** One approval by a recovery manager or an administrator; a decline cancels. */
export const DEFAULT_APPROVAL: ApprovalPolicy = {
  minApprovals: 1,
  approverRoles: ["DRRecoveryManager", "DROrchestrationAdmin"],
  onDecline: "cancel",
};
