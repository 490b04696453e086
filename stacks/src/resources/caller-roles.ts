/** The roles that people and programs call the API in. */
import { roleArn, type Account } from "../model/arns.ts";
import { CALLER_ROLES, callerSettings, invokePolicy } from "../model/caller-roles.ts";
import type { PlannedCaller } from "../model/caller-trust.ts";
import { listOf } from "../model/list-of.ts";
import { logicalName } from "../model/names.ts";
import type { HttpApi } from "./http-api.ts";

/** What callers' roles are made with. */
export interface CallerOptions {
  readonly callers: readonly PlannedCaller[];
  readonly api: HttpApi;
  readonly account: Account;
  /** True if the roles are there already: roles are global, and the home Region has made them. */
  readonly joins: boolean;
}

/** Creates the roles, and lets them ask this API and no other. */
export function createCallerRoles({ callers, api, account, joins }: CallerOptions): void {
  for (const { role, trust } of callers) {
    const logical = `Caller${logicalName(role.name)}`;
    const made = joins
      ? undefined
      : new aws.iam.Role(logical, { name: role.name, description: role.description, assumeRolePolicy: trust, maxSessionDuration: 3_600 });
    new aws.iam.RolePolicy(`${logical}Policy`, {
      name: `dr-api-${account.region}`,
      role: made?.name ?? role.name,
      policy: api.executionArn.apply((arn) => invokePolicy(role, arn)),
    });
  }
}

/** What the API is told of them, after what whoever deploys has said. */
export function settingsOfCallers(callers: readonly PlannedCaller[], account: Account): Record<string, string> {
  const settings = callerSettings(
    CALLER_ROLES.filter((role) => callers.some((caller) => caller.role === role)),
    (name) => roleArn(account, name),
  );
  return Object.fromEntries(Object.entries(settings).map(([name, ours]) => [name, [...listOf(process.env[name]), ...ours].join(",")]));
}
