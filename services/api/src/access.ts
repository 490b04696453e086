/** The caller as commands take it, and who may approve. */
import { ROLE_ALIASES, toRole, type Role } from "@dr/events";
import { rolesThatMay } from "@dr/routes";

/** Names of the roles that a plan may name as approvers; any other could never approve. */
export const APPROVER_ROLES: readonly string[] = rolesThatMay("execution.approve").flatMap((role) => [
  role,
  ...Object.keys(ROLE_ALIASES).filter((alias) => toRole(alias) === role),
]);

/** The caller as commands take it. */
export interface Actor {
  readonly principal: string;
  /** The mightiest of its roles that may do what is asked. */
  readonly role: string;
  /** Every role that it has, the mightiest first. */
  readonly roles: readonly Role[];
  /** Whom it counts as; null for nobody who can be told apart. */
  readonly person: string | null;
  readonly personBecause: string;
}
