/** The groups of the user pool: a role of ours each, by its own name and by that of the existing DRS solution. */
import { ROLE_ALIASES, ROLES, toRole } from "@dr/events";

/** A group as Cognito has it; the lower its precedence, the mightier. */
export interface PlannedGroup {
  readonly name: string;
  readonly description: string;
  readonly precedence: number;
}

/** The five roles, and the five groups of the existing DRS solution, which are written with a hyphen. */
export const GROUPS: readonly PlannedGroup[] = [...ROLES, ...Object.keys(ROLE_ALIASES).filter((alias) => alias.startsWith("DRS-"))].flatMap(
  (name) => {
    const role = toRole(name);
    return role === undefined ? [] : [{ name, description: `Stands for ${role}`, precedence: ROLES.indexOf(role) + 1 }];
  },
);
