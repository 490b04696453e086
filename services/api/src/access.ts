/** Who a caller is and what that caller may do. */
import { DrError, ROLE_ALIASES, ROLES, toRole, type Role } from "@dr/events";
import { isOpen, ROLE_PERMISSIONS, rolesThatMay, type Access, type Permission } from "@dr/routes";
import type { Caller } from "@dr/runtime";

/** Names of the roles that a plan may name as approvers; any other could never approve. */
export const APPROVER_ROLES: readonly string[] = rolesThatMay("execution.approve").flatMap((role) => [
  role,
  ...Object.keys(ROLE_ALIASES).filter((alias) => toRole(alias) === role),
]);

/** The caller as commands take it. */
export interface Actor {
  readonly principal: string;
  readonly role: string;
}

/** Somebody of whom nothing is known and nothing is asked. */
const ANYBODY: Actor = { principal: "anybody", role: "none" };

/** Who may do what this route does. */
export interface Identity {
  readonly actor: Actor;
  /** Throws `auth.forbidden` unless the caller has this permission too. */
  readonly assertMay: (permission: Permission) => void;
}

/** The caller, if it may ask this. Throws `auth.forbidden` that names what was asked for and which roles have it. */
export function identifyCaller(caller: () => Caller, access: Access): Identity {
  if (isOpen(access)) return { actor: ANYBODY, assertMay: (permission) => void authorise(caller(), permission) };
  const known = caller();
  return { actor: authorise(known, access), assertMay: (permission) => void authorise(known, permission) };
}

/** The caller's identity if its role may do this. Throws `auth.forbidden` otherwise. */
export function authorise({ principal, role: name }: Caller, access: Permission | "any_role"): Actor {
  const role = name === null ? undefined : toRole(name);
  if (role !== undefined && (access === "any_role" || ROLE_PERMISSIONS[role].includes(access))) return { principal, role };
  throw forbidden(role, access);
}

function forbidden(role: Role | undefined, access: Permission | "any_role"): DrError {
  const may = access === "any_role" ? ROLES : rolesThatMay(access);
  const who = role === undefined ? "a caller without a role of this platform" : `role ${role}`;
  const what = access === "any_role" ? "a role of the platform" : access;
  return new DrError("auth.forbidden", `${who} may not do this: it takes ${what}`, {
    details: {
      ...(access === "any_role" ? {} : { requiredPermission: access }),
      rolesThatMay: may,
      hint: `ask somebody with one of these roles: ${may.join(", ")}`,
    },
  });
}
