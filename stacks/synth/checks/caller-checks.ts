/** Callers' roles: for named people and programs, each with one API, each known to that API as what it is. */
import { roleArn } from "../../src/model/arns.ts";
import { CALLER_ROLES, type CallerRole } from "../../src/model/caller-roles.ts";
import { isJoining } from "../../src/model/regions.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import { breaking, removing, type Check, type SynthesizedApp } from "./check.ts";
import { FUNCTION, inputsOf, ROLE, ROLE_POLICY, type FunctionInputs, type RoleInputs } from "./types.ts";

interface TrustStatement {
  readonly Effect: string;
  readonly Principal: {
    readonly AWS?: string | readonly string[];
    readonly Federated?: string | readonly string[];
    readonly Service?: string;
  };
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const callerNamed = new Map(CALLER_ROLES.map((role) => [role.name, role] as const));

/** True for a role that people or programs take, not a function. */
export function isCallerRole({ name }: Pick<RoleInputs, "name">): boolean {
  return callerNamed.has(name);
}

function callersOf(app: SynthesizedApp): readonly (readonly [CallerRole, RoleInputs])[] {
  return inputsOf<RoleInputs>(app, ROLE).flatMap((inputs) => {
    const role = callerNamed.get(inputs.name);
    return role ? [[role, inputs] as const] : [];
  });
}

/** The roles that the deployer names somebody for. */
function asked({ environment }: SynthesizedApp): readonly string[] {
  if (environment["AUTH_MODE"] === "cognito") return [];
  const named = [environment["DR_PEOPLE"], environment["DR_CLIENTS"]]
    .flatMap((list) => (list ?? "").split(","))
    .map((entry) => entry.split("=")[0] ?? "");
  return CALLER_ROLES.map(({ name }) => name).filter((name) => named.includes(name));
}

const nobodyChoosesWhoTheyAre: Check = {
  name: "a person's role pins the session name (to the user, the source identity or the signed assertion); a whole account is let in nowhere, another account only with its external id",
  find: (app) =>
    callersOf(app).flatMap(([role, { name, assumeRolePolicy }]) => {
      const policy = typeof assumeRolePolicy === "string" ? assumeRolePolicy : JSON.stringify(assumeRolePolicy);
      const { Statement: statements } = JSON.parse(policy) as { Statement: readonly TrustStatement[] };
      return statements.flatMap((statement) => [
        ...(role.holder === "person" && !isPinned(statement) ? [`${name}: whoever takes it chooses a name`] : []),
        ...[statement.Principal.AWS ?? []]
          .flat()
          .flatMap((principal) => strangers(principal, statement).map((what) => `${name} lets in ${what}`)),
      ]);
    }),
  faults: [
    breaking<RoleInputs>(
      "the requirements' trust in a whole account",
      ROLE,
      trusting({ AWS: "arn:aws:iam::123456789012:root" }),
      isCallerRole,
    ),
    breaking<RoleInputs>(
      "a person's role with free session names",
      ROLE,
      trusting({ AWS: "arn:aws:iam::123456789012:user/olga" }),
      isPersons,
    ),
    breaking<RoleInputs>(
      "another account without external id",
      ROLE,
      trusting({ AWS: "arn:aws:iam::999988887777:role/ServiceNowIntegration" }),
      (role) => isCallerRole(role) && !isPersons(role),
    ),
  ],
};

function isPinned({ Principal, Condition }: TrustStatement): boolean {
  if (Principal.Federated !== undefined) return Condition?.["StringEquals"]?.["SAML:aud"] !== undefined;
  const name = Condition?.["StringEquals"]?.["sts:RoleSessionName"];
  return name === "${aws:username}" || (name === "${aws:SourceIdentity}" && Condition?.["Null"]?.["aws:SourceIdentity"] === "false");
}

function strangers(principal: string, { Condition }: TrustStatement): string[] {
  if (principal.endsWith(":root") || principal.includes("*")) return [principal];
  const isForeign = principal.split(":")[4] !== SYNTH_ACCOUNT.accountId;
  return isForeign && Condition?.["StringEquals"]?.["sts:ExternalId"] === undefined ? [`${principal} without external id`] : [];
}

function isPersons(role: RoleInputs): boolean {
  return callerNamed.get(role.name)?.holder === "person";
}

function trusting(principal: object) {
  return (role: { assumeRolePolicy: unknown }): void => {
    role.assumeRolePolicy = JSON.stringify({ Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }] });
  };
}

const callersReachOneApi: Check = {
  name: "the roles that somebody is named for are there, once in two Regions, and may call our API and do nothing else",
  find: (app) => {
    const wanted = asked(app);
    const made = callersOf(app).map(([{ name }]) => name);
    const policies = inputsOf<{ role: string; policy: string }>(app, ROLE_POLICY).filter(({ role }) => callerNamed.has(role));
    const expected = isJoining(app.regions, SYNTH_ACCOUNT.region) ? [] : wanted;
    const tooMuch = policies.flatMap(({ role, policy }) => {
      const { Statement: statements } = JSON.parse(policy) as { Statement: readonly { Action: string; Resource: readonly string[] }[] };
      return statements.flatMap(({ Action, Resource }) => [
        ...(Action === "execute-api:Invoke" ? [] : [`${role} may ${Action}`]),
        ...Resource.filter((resource) => !/^arn:aws:execute-api:[a-z0-9-]+:\d{12}:[A-Za-z0-9]+\/\*\/[A-Z]+\/[a-z]/.test(resource)).map(
          (resource) => `${role} reaches ${resource}`,
        ),
      ]);
    });
    return [
      ...(made.toSorted().join() === expected.toSorted().join()
        ? []
        : [`made are ${made.join(", ") || "none"}, asked are ${expected.join(", ") || "none"}`]),
      ...wanted.filter((name) => !policies.some(({ role }) => role === name)).map((name) => `${name} may call nothing`),
      ...tooMuch,
    ];
  },
  faults: [
    removing("a caller that may call nothing", ROLE_POLICY),
    breaking<{ policy: string }>("a caller of every API of the account", ROLE_POLICY, (role) => {
      role.policy = role.policy.replaceAll(/:[A-Za-z0-9]+\/\*\//g, ":*/*/");
    }),
    breaking<{ policy: string }>("a caller that publishes events", ROLE_POLICY, (role) => {
      role.policy = role.policy.replace("execute-api:Invoke", "events:PutEvents");
    }),
  ],
};

const theApiKnowsItsCallers: Check = {
  name: "the API is told by ARN whom each caller's role stands for, which sessions are pinned (those of people in roles made here) and which are programs",
  find: (app) =>
    inputsOf<FunctionInputs>(app, FUNCTION)
      .filter(({ name }) => name === "dr-api-http")
      .flatMap(({ environment: { variables } }) => {
        const has = (variable: string, entry: string): boolean => (variables[variable] ?? "").split(",").includes(entry);
        const named = new Set(asked(app));
        return CALLER_ROLES.flatMap(({ name, role, holder }) => {
          const arn = roleArn(SYNTH_ACCOUNT, name);
          const isPinned = holder === "person" && named.has(name);
          return [
            ...(name === role || has("DR_CALLER_ROLES", `${role}=${arn}`) ? [] : [`${name} is nobody to the API`]),
            ...(has("DR_MACHINE_ROLES", arn) === (holder === "program")
              ? []
              : [`${name} counts as a ${holder === "program" ? "person" : "program"}`]),
            ...(has("DR_PINNED_SESSION_ROLES", arn) === isPinned
              ? []
              : [`the API thinks that the sessions of ${name} are ${isPinned ? "free" : "pinned"}`]),
          ];
        });
      }),
  faults: ["DR_CALLER_ROLES", "DR_MACHINE_ROLES", "DR_PINNED_SESSION_ROLES"].map((variable) =>
    breaking<FunctionInputs>(
      `an API without ${variable}`,
      FUNCTION,
      (fn) => (fn.environment = { variables: { ...fn.environment.variables, [variable]: "" } }),
      ({ environment }) => (environment.variables[variable] ?? "") !== "",
    ),
  ),
};

/** The checks of callers. */
export const callerChecks: readonly Check[] = [nobodyChoosesWhoTheyAre, callersReachOneApi, theApiKnowsItsCallers];
