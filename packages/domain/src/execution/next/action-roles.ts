/** What people can do to an execution, and which roles may try. */
import { toRole, type Role } from "@dr/events";

/** The actions of people, as the API names them. */
export type ActionName =
  | "pause"
  | "withdraw_pause"
  | "resume"
  | "cancel"
  | "approve"
  | "decline"
  | "break_glass"
  | "retry_task"
  | "skip_task"
  | "complete_task"
  | "switch_mode"
  | "redrive"
  | "rollback";

const OPERATE: readonly Role[] = ["DRSOrchestrationAdmin", "DRSRecoveryManager", "DRSPlanManager", "DRSOperator"];
const APPROVE: readonly Role[] = ["DRSOrchestrationAdmin", "DRSRecoveryManager", "DRSOperator"];
const LEAD: readonly Role[] = ["DRSOrchestrationAdmin", "DRSRecoveryManager"];

/**
 * Roles whose request for an action reaches the decider; what it then says depends on the state and, for gates, on the plan. The API's table of
 * permissions says the same, which a test of it holds. Taking over in another Region is about the orchestrator and no step of an execution.
 */
export const ACTION_ROLES: Readonly<Record<ActionName, readonly Role[]>> = {
  pause: OPERATE,
  withdraw_pause: OPERATE,
  resume: OPERATE,
  cancel: OPERATE,
  approve: APPROVE,
  decline: APPROVE,
  break_glass: APPROVE,
  retry_task: OPERATE,
  skip_task: OPERATE,
  complete_task: OPERATE,
  switch_mode: LEAD,
  redrive: LEAD,
  rollback: LEAD,
};

/** A principal that has done nothing yet, for asking what a role as such may do. */
export const SOMEBODY = "somebody who has not acted yet";

/** True if the role, by whichever of its names, may try the action. */
export function mayTry(action: ActionName, role: string): boolean {
  const known = toRole(role);
  return known !== undefined && ACTION_ROLES[action].includes(known);
}
