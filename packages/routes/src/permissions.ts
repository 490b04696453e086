/** What may be allowed, and which role is allowed it. What is not listed is forbidden. */
import { ROLES, type Role } from "@dr/events";

/** Kinds of request, each with what it lets its holder do. */
export const PERMISSIONS = {
  "plan.read": "read plans and their versions",
  "plan.create": "save a new plan",
  "plan.modify": "save a new version of an existing plan",
  "plan.delete": "delete a plan",
  "execution.read": "read executions, their events and exports",
  "execution.start_drill": "start drills",
  "execution.start_recovery": "start recoveries",
  "execution.pause": "pause an execution",
  "execution.resume": "resume an execution",
  "execution.cancel": "cancel an execution",
  "execution.approve": "decide on approvals; which ones is said by the pause's `approverRoles`",
  "execution.redrive": "run a failed or cancelled execution again",
  "execution.rollback": "take back what an execution did",
  "execution.switch_mode": "switch between planned and unplanned",
  "execution.take_over": "lead all executions from another Region",
  "operation.run": "run one operation of a technology without a saved plan",
  "instance.terminate": "terminate instances by an operation of their own",
  "task.retry": "try a failed task again",
  "task.complete": "say what became of a task that people do",
  "task.skip": "leave a task out",
  "configuration.export": "get plans as configuration of Parameter Store",
  "configuration.import": "save plans from configuration of Parameter Store",
  "account.read": "read target accounts, and what is configured for an environment",
  "account.register": "register target accounts, and try them",
  "account.remove": "remove target accounts",
  "discovery.read": "read what is deployed",
  "webhook.read": "read webhooks, what was sent to them, and the feed of events",
  "webhook.manage": "say which endpoints are sent events",
} as const;
/** A kind of request. */
export type Permission = keyof typeof PERMISSIONS;

const READ: readonly Permission[] = ["account.read", "plan.read", "execution.read", "discovery.read", "webhook.read"];
const START: readonly Permission[] = ["execution.start_drill", "execution.start_recovery"];
const OPERATE: readonly Permission[] = [
  "execution.pause",
  "execution.resume",
  "execution.cancel",
  "task.retry",
  "task.skip",
  "task.complete",
];
const LEAD: readonly Permission[] = [
  "execution.redrive",
  "execution.rollback",
  "execution.switch_mode",
  "execution.take_over",
  "instance.terminate",
  "account.register",
];
const CONFIGURE: readonly Permission[] = ["configuration.export", "configuration.import", "account.remove"];
/** Who may not write a plan may not act without one. */
const PLANS: readonly Permission[] = ["plan.create", "plan.modify", "plan.delete", "operation.run"];

/**
 * Permissions by role, with the rights that these roles have in the existing DRS solution. `execution.approve` lets a role knock: whether it may
 * approve a given pause is decided by that pause's `approverRoles`.
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  DRSOrchestrationAdmin: [...READ, ...PLANS, ...START, ...OPERATE, ...LEAD, ...CONFIGURE, "execution.approve", "webhook.manage"],
  DRSRecoveryManager: [...READ, ...PLANS, ...START, ...OPERATE, ...LEAD, "execution.approve", "webhook.manage"],
  DRSPlanManager: [...READ, ...PLANS, ...START, ...OPERATE],
  DRSOperator: [...READ, "plan.modify", ...START, ...OPERATE, "execution.approve"],
  DRSReadOnly: READ,
};

/** The roles that have a permission, the mightiest first. */
export function rolesThatMay(permission: Permission): readonly Role[] {
  return ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission));
}
