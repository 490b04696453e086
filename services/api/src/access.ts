/** Who may do what. Role names are compared exactly; what is not listed is forbidden. */
import { DrError } from "@dr/events";
import type { Caller } from "@dr/runtime";

/** A kind of request. `null` on a route means: any verified caller. */
export type Permission =
  | "plan.read"
  | "plan.write"
  | "execution.read"
  | "execution.start_drill"
  | "execution.start_recovery"
  | "execution.pause"
  | "execution.resume"
  | "execution.cancel"
  | "execution.approve"
  | "execution.redrive"
  | "execution.switch_mode"
  | "execution.take_over"
  | "task.retry"
  | "task.skip"
  | "discovery.read";

const READ: readonly Permission[] = ["plan.read", "execution.read", "discovery.read"];
const START: readonly Permission[] = ["execution.start_drill", "execution.start_recovery"];
const OPERATE: readonly Permission[] = ["execution.pause", "execution.resume", "execution.cancel", "task.retry", "task.skip"];
const LEAD: readonly Permission[] = ["execution.redrive", "execution.switch_mode", "execution.take_over"];

/**
 * Permissions by role. `execution.approve` lets a role knock: whether it may approve a given pause is decided by that pause's `approverRoles`.
 */
export const ROLE_PERMISSIONS: Readonly<Record<string, readonly Permission[]>> = {
  DROrchestrationAdmin: [...READ, ...START, ...OPERATE, ...LEAD, "plan.write", "execution.approve"],
  DRRecoveryManager: [...READ, ...START, ...OPERATE, ...LEAD, "execution.approve"],
  DRPlanManager: [...READ, "plan.write", "execution.start_drill"],
  DROperator: [...READ, ...START, ...OPERATE, "execution.approve"],
  DRReadOnly: READ,
};

/** Roles that a plan may name as approvers; any other could never approve. */
export const APPROVER_ROLES: readonly string[] = Object.entries(ROLE_PERMISSIONS).flatMap(([role, permissions]) =>
  permissions.includes("execution.approve") ? [role] : [],
);

/** The caller as commands take it. */
export interface Actor {
  readonly principal: string;
  readonly role: string;
}

/** The caller's identity if its role may do this. Throws `auth.forbidden` otherwise, without telling which part was wrong. */
export function authorise(caller: Caller, permission: Permission | null): Actor {
  const { principal, role } = caller;
  const permissions = role !== null && Object.hasOwn(ROLE_PERMISSIONS, role) ? ROLE_PERMISSIONS[role] : undefined;
  if (role === null || !permissions || (permission !== null && !permissions.includes(permission))) {
    throw new DrError("auth.forbidden", "this caller may not do this");
  }
  return { principal, role };
}
