/** Whom the API lets in: what the deployment says about accounts, roles, sessions and machines. */
import { DrError, ROLE_ALIASES, ROLES, toRole, type Role } from "@dr/events";
import type { AuthMode } from "@dr/runtime";

/** A role that somebody assumes: in any admitted account, or in one. */
export interface RoleName {
  readonly accountId: string | null;
  /** Exactly, with its path. */
  readonly name: string;
}

/** What the deployment says, read. */
export interface IdentitySettings {
  readonly mode: AuthMode;
  /** Accounts whose roles and users may call. */
  readonly accounts: ReadonlySet<string>;
  /** Which roles of AWS (or groups of Cognito) stand for which of ours. */
  readonly roles: readonly { readonly assumed: RoleName; readonly role: Role }[];
  /** Roles whose trust policy lets nobody choose another session name than their own. */
  readonly pinned: readonly RoleName[];
  /** Roles of programs: they may ask, and never count as a person. */
  readonly machines: readonly RoleName[];
  /** How many people there are in a role, where the deployment says so. */
  readonly people: ReadonlyMap<Role, number>;
}

/** The variables, as they come. Lists are separated by commas. */
export interface IdentityVariables {
  readonly AUTH_MODE: AuthMode;
  readonly DR_ACCOUNT_ID: string;
  /** Account ids; by default the API's own account alone. */
  readonly DR_CALLER_ACCOUNTS?: string | undefined;
  /** `<role of ours>=<name or ARN of a role>`, beside the names that each role has anyway. */
  readonly DR_CALLER_ROLES?: string | undefined;
  /** Names or ARNs of roles. */
  readonly DR_PINNED_SESSION_ROLES?: string | undefined;
  /** Names or ARNs of roles. */
  readonly DR_MACHINE_ROLES?: string | undefined;
  /** `<role of ours>=<number of people>`. */
  readonly DR_ROLE_PEOPLE?: string | undefined;
}

const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/([\u0021-\u007E]+)$/;

/** The settings. Throws `env.invalid` that names the variable and what was expected. */
export function parseIdentitySettings(variables: IdentityVariables): IdentitySettings {
  const { AUTH_MODE, DR_ACCOUNT_ID, DR_CALLER_ACCOUNTS, DR_CALLER_ROLES, DR_PINNED_SESSION_ROLES, DR_MACHINE_ROLES, DR_ROLE_PEOPLE } =
    variables;
  const accounts = listOf(DR_CALLER_ACCOUNTS ?? DR_ACCOUNT_ID);
  if (accounts.some((account) => !/^\d{12}$/.test(account))) throw invalid("DR_CALLER_ACCOUNTS", "12-digit account ids");
  const own = [...ROLES, ...Object.keys(ROLE_ALIASES)].flatMap((name) => {
    const role = toRole(name);
    return role === undefined ? [] : [{ assumed: { accountId: null, name }, role }];
  });
  return {
    mode: AUTH_MODE,
    accounts: new Set(accounts),
    roles: [...own, ...listOf(DR_CALLER_ROLES).map(parseMapping)],
    pinned: listOf(DR_PINNED_SESSION_ROLES).map((text) => parseRoleName(text, "DR_PINNED_SESSION_ROLES")),
    machines: listOf(DR_MACHINE_ROLES).map((text) => parseRoleName(text, "DR_MACHINE_ROLES")),
    people: new Map(listOf(DR_ROLE_PEOPLE).map(parsePeople)),
  };
}

function parseMapping(text: string): { assumed: RoleName; role: Role } {
  const at = text.indexOf("=");
  const role = toRole(text.slice(0, Math.max(at, 0)));
  if (role === undefined) throw invalid("DR_CALLER_ROLES", `<role>=<name or ARN>, with a role out of ${ROLES.join(", ")}`);
  return { assumed: parseRoleName(text.slice(at + 1), "DR_CALLER_ROLES"), role };
}

function parsePeople(text: string): [Role, number] {
  const [, name = "", count] = /^(.+)=(\d{1,6})$/.exec(text) ?? [];
  const role = toRole(name);
  if (role === undefined) throw invalid("DR_ROLE_PEOPLE", `<role>=<number of people>, with a role out of ${ROLES.join(", ")}`);
  return [role, Number(count)];
}

function parseRoleName(text: string, variable: string): RoleName {
  const arn = ROLE_ARN.exec(text);
  if (arn) return { accountId: arn[1] ?? "", name: arn[2] ?? "" };
  if (!/^[\w+=.@/-]+$/.test(text)) throw invalid(variable, "names or ARNs of roles, separated by commas");
  return { accountId: null, name: text };
}

function listOf(text: string | undefined): string[] {
  return (text ?? "").split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
}

function invalid(variable: string, expected: string): DrError {
  return new DrError("env.invalid", `invalid environment: ${variable}: expected ${expected}`, { details: { variables: [variable] } });
}
