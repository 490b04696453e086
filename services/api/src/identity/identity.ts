/** Who a caller is and what that caller may do. */
import { DrError, hasCode, ROLES, type Role } from "@dr/events";
import { isOpen, ROLE_PERMISSIONS, rolesThatMay, type Access, type Permission } from "@dr/routes";
import type { AuthMode, Caller } from "@dr/runtime";
import type { Actor } from "../access.ts";
import { isRole, personOf } from "./person.ts";
import type { IdentitySettings } from "./settings.ts";

/** Who asks, for one request. */
export interface Identity {
  readonly actor: Actor;
  /** Throws `auth.forbidden` unless the caller has this permission too. */
  readonly assertMay: (permission: Permission) => void;
}

/** Tells who asks. */
export interface Identities {
  readonly mode: AuthMode;
  /** Throws `auth.forbidden` that names what was asked for and which roles have it. */
  readonly identify: (caller: (mode: AuthMode) => Caller, access: Access) => Identity;
}

/** Somebody of whom nothing is known and nothing is asked. */
const ANYBODY: Actor = { principal: "anybody", role: "none", roles: [], person: null, personBecause: "the route is open to anybody" };

/** Identities under these settings. */
export function createIdentities(settings: IdentitySettings): Identities {
  const authorise = (caller: Caller, access: Permission | "any_role"): Actor => {
    const roles = rolesOf(caller, settings);
    const role = roles.find((each) => access === "any_role" || ROLE_PERMISSIONS[each].includes(access));
    if (role === undefined) throw forbidden(caller, roles, access);
    const { id, because } = personOf(caller, settings);
    return { principal: caller.principal, role, roles, person: id, personBecause: because };
  };
  return {
    mode: settings.mode,
    identify: (callerOf, access) => {
      if (isOpen(access)) return { actor: ANYBODY, assertMay: (permission) => void authorise(callerOf(settings.mode), permission) };
      const caller = machineOf(callerOf, settings) ?? callerOf(settings.mode);
      return { actor: authorise(caller, access), assertMay: (permission) => void authorise(caller, permission) };
    },
  };
}

/**
 * Where people bring tokens, the platform's own programs still say who they are by their role: they invoke the function in the gateway's place, which takes a
 * right of its own. A gateway that asks for tokens never passes on an identity of IAM, so nobody outside can send one.
 */
function machineOf(callerOf: (mode: AuthMode) => Caller, { mode, accounts, machines }: IdentitySettings): Caller | undefined {
  if (mode !== "cognito") return undefined;
  try {
    const caller = callerOf("role_based");
    return accounts.has(caller.accountId ?? "") && machines.some((role) => isRole(role, caller)) ? caller : undefined;
  } catch (error) {
    if (hasCode(error, "auth.forbidden")) return undefined;
    throw error;
  }
}

/** A foreign account has no roles here, whatever they are called; a Cognito pool is the deployment's own. */
function rolesOf(caller: Caller, { accounts, roles }: IdentitySettings): readonly Role[] {
  if (caller.accountId !== null && !accounts.has(caller.accountId)) return [];
  const held = new Set(roles.filter(({ assumed }) => isRole(assumed, caller)).map(({ role }) => role));
  return ROLES.filter((role) => held.has(role));
}

function forbidden({ principal }: Caller, roles: readonly Role[], access: Permission | "any_role"): DrError {
  const may = access === "any_role" ? ROLES : rolesThatMay(access);
  const who = roles.length === 0 ? "a caller without a role of this platform" : `role ${roles.join(", ")}`;
  const what = access === "any_role" ? "a role of the platform" : access;
  return new DrError("auth.forbidden", `${who} may not do this: it takes ${what}`, {
    details: {
      principal,
      ...(access === "any_role" ? {} : { requiredPermission: access }),
      rolesThatMay: may,
      hint: `ask somebody with one of these roles: ${may.join(", ")}`,
    },
  });
}
