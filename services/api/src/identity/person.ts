/** Who a caller is as a person: the one answer that approvals, requests and the audit use. */
import type { Caller } from "@dr/runtime";
import { toRole } from "@dr/events";
import type { Actor } from "../access.ts";
import type { IdentitySettings, RoleName } from "./settings.ts";

/** Whom a caller counts as, and why. `id` null: nobody who can be told apart from others. */
export interface Personhood {
  readonly id: string | null;
  readonly because: string;
}

/** Begins the name of a program; no person's name has a colon before its first letter. */
const MACHINE = "machine:";

/**
 * A Cognito user is their subject; an IAM user, and a session of a role whose trust policy pins its sessions' names, is that name. The same
 * name in two roles, in two accounts, or in another case is one person: two people who are taken for one lose time, one who is taken for
 * two opens a gate alone. Any other session name is free text: it names nobody.
 */
export function personOf(caller: Caller, { pinned, machines }: IdentitySettings): Personhood {
  if (caller.kind === "cognito") return { id: caller.principal, because: "subject of a Cognito user" };
  if (caller.kind === "user") return { id: caller.name.toLowerCase(), because: "name of an IAM user" };
  const machine = machines.find((role) => isRole(role, caller));
  if (machine) return { id: `${MACHINE}${machine.name}`, because: "role of a program (DR_MACHINE_ROLES)" };
  if (caller.kind === "assumed-role" && pinned.some((role) => isRole(role, caller))) {
    return { id: caller.name.toLowerCase(), because: "session name, which the role's trust policy pins (DR_PINNED_SESSION_ROLES)" };
  }
  return {
    id: null,
    because: "a session name that anybody may choose names nobody: no trust policy is known to pin it (DR_PINNED_SESSION_ROLES)",
  };
}

/**
 * As whom an actor's requests count together, for quotas and for `Idempotency-Key`: a person in all sessions; of nobody in particular, a role. A program that tries again does so in another session, whose
 * name it did not choose (Step Functions, ECS, Lambda), and where somebody may choose it, it keeps nobody out.
 */
export function callerIn({ person, principal }: Pick<Actor, "person" | "principal">): string {
  return person ?? principal.replace(/(:assumed-role\/[^/]+)\/.*$/, "$1");
}

/**
 * True if a caller acts as this role of AWS. The ARN of an assumed role leaves the path out, and names of roles are unique in an account
 * whatever their path (IAM user guide, "IAM and STS quotas"): there the last part decides, but only where the account is said.
 */
export function isRole({ accountId, name }: RoleName, caller: Caller): boolean {
  if (accountId !== null && accountId !== caller.accountId) return false;
  const known = caller.kind === "assumed-role" && accountId !== null ? name.slice(name.lastIndexOf("/") + 1) : name;
  return caller.roles.includes(known);
}

/**
 * How many people could act in a role at most: none, where no trust policy pins the sessions of any role that stands for it, for such sessions name nobody;
 * undefined where nobody counts them.
 */
export function peopleIn(name: string, { mode, roles, pinned, machines, people }: IdentitySettings): number | undefined {
  const role = toRole(name);
  if (role === undefined) return 0;
  const same = (one: RoleName, other: RoleName): boolean =>
    one.name === other.name && (one.accountId === null || other.accountId === null || one.accountId === other.accountId);
  const isPersons = roles.some(
    ({ assumed, role: ours }) => ours === role && pinned.some((one) => same(one, assumed)) && !machines.some((one) => same(one, assumed)),
  );
  return mode === "cognito" || isPersons ? people.get(role) : 0;
}
