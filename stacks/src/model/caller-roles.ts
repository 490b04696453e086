/** The roles of AWS that people and programs call the API in: what each stands for, and what its policy lets it ask. */
import { ROLES, type Role } from "@dr/events";
import { API_BASE, isOpen, ROLE_PERMISSIONS, ROUTE_LIST } from "@dr/routes";

/** A role that the requirements name, or one of our own names that they leave without a role of AWS. */
export interface CallerRole {
  readonly name: string;
  readonly role: Role;
  /** A person has a session name that nobody else can have; a program never counts as a person. */
  readonly holder: "person" | "program";
  readonly description: string;
  /** Calls, where it may make fewer than its role; `*` stands for any text. */
  readonly only?: readonly string[];
}

/** All of them. The last is for systems of the enterprise and may do what the requirements let it do: no more than an operator, and less. */
export const CALLER_ROLES: readonly CallerRole[] = [
  { name: "DRS-Admin-Role", role: "DRSOrchestrationAdmin", holder: "person", description: "People who administer disaster recovery" },
  { name: "DRS-Execution-Role", role: "DRSRecoveryManager", holder: "person", description: "People who lead recoveries" },
  { name: "DRSPlanManager", role: "DRSPlanManager", holder: "person", description: "People who write plans and drill them" },
  { name: "DRSOperator", role: "DRSOperator", holder: "person", description: "People on call" },
  { name: "DRS-ReadOnly-Role", role: "DRSReadOnly", holder: "person", description: "People who look and change nothing" },
  {
    name: "DR-Orchestration-Execution-Role",
    role: "DRSRecoveryManager",
    holder: "program",
    description: "Programs that start and lead recoveries",
  },
  { name: "DR-Orchestration-ReadOnly-Role", role: "DRSReadOnly", holder: "program", description: "Programs that look and change nothing" },
  {
    name: "Enterprise-DR-Integration-Role",
    role: "DRSOperator",
    holder: "program",
    description: "Systems of the enterprise that start, follow, pause and end executions",
    only: ["POST /executions", "GET /executions/*", "PUT /executions/*/pause", "PUT /executions/*/resume", "PUT /executions/*/cancel"],
  },
];

/**
 * What a role may ask of this API, as resources of `execute-api:Invoke` (`<ARN of the API>/<stage>/<method>/<path>`; API Gateway guide, "Control access for invoking an API").
 * It is the outer fence, by method and first part of the path; who may do what exactly is decided by the API, which sees who calls.
 */
export function invokableResources({ role, only }: CallerRole, executionArn: string): string[] {
  const calls = only ?? callsOf(role);
  return calls.flatMap((call) => {
    const [method = "", path = ""] = call.split(" ");
    return [`${executionArn}/*/${method}${API_BASE}${path}`, `${executionArn}/*/${method}${path}`];
  });
}

/** The methods and beginnings of paths of all routes that a role may call. */
function callsOf(role: Role): string[] {
  const may = new Set<string>(ROLE_PERMISSIONS[role]);
  const calls = ROUTE_LIST.flatMap(({ method, path, access }) =>
    isOpen(access) || !(access === "any_role" || may.has(access)) ? [] : [`${method} /${path.split("/")[1] ?? ""}*`],
  );
  return [...new Set(calls)].toSorted();
}

/** The policy of a role as JSON. */
export function invokePolicy(role: CallerRole, executionArn: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: invokableResources(role, executionArn) }],
  });
}

/** What the API is told of these roles, whoever made them: whom each stands for, exactly, and whose sessions prove what. `made` are those of this app. */
export function callerSettings(
  made: readonly CallerRole[],
  arnOfRole: (name: string) => string,
): Readonly<Record<string, readonly string[]>> {
  const own: ReadonlySet<string> = new Set(ROLES);
  return {
    DR_CALLER_ROLES: CALLER_ROLES.filter(({ name }) => !own.has(name)).map(({ name, role }) => `${role}=${arnOfRole(name)}`),
    DR_PINNED_SESSION_ROLES: made.filter(({ holder }) => holder === "person").map(({ name }) => arnOfRole(name)),
    // Never a person, whoever made the role.
    DR_MACHINE_ROLES: CALLER_ROLES.filter(({ holder }) => holder === "program").map(({ name }) => arnOfRole(name)),
  };
}
