/** The roles of the platform, by their own names and by those that other systems gave them. */

/** Roles by their own names, the mightiest first. */
export const ROLES = ["DRSOrchestrationAdmin", "DRSRecoveryManager", "DRSPlanManager", "DRSOperator", "DRSReadOnly"] as const;
/** A role by its own name. */
export type Role = (typeof ROLES)[number];

/** Other names of the roles: the groups of the existing DRS solution, and the names of this platform's first version. Compared exactly. */
export const ROLE_ALIASES: Readonly<Record<string, Role>> = {
  "DRS-Administrator": "DRSOrchestrationAdmin",
  "DRS-Infrastructure-Admin": "DRSRecoveryManager",
  "DRS-Recovery-Plan-Manager": "DRSPlanManager",
  "DRS-Operator": "DRSOperator",
  "DRS-Read-Only": "DRSReadOnly",
  DROrchestrationAdmin: "DRSOrchestrationAdmin",
  DRRecoveryManager: "DRSRecoveryManager",
  DRPlanManager: "DRSPlanManager",
  DROperator: "DRSOperator",
  DRReadOnly: "DRSReadOnly",
};

/** The role that a name stands for; undefined for a name that is none. A longer name, another case or a path is another name. */
export function toRole(name: string): Role | undefined {
  const own = ROLES.find((role) => role === name);
  return own ?? (Object.hasOwn(ROLE_ALIASES, name) ? ROLE_ALIASES[name] : undefined);
}

/** True if two names stand for the same role; names that are no roles are the same only if they are equal. */
export function isSameRole(a: string, b: string): boolean {
  return (toRole(a) ?? a) === (toRole(b) ?? b);
}
