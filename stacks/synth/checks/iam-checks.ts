/** Rights: a role for each function, narrow, and listed where they cannot be narrow. */
import { foreignResources, unscopedActions } from "../../src/model/iam-exceptions.ts";
import { roleNameOf } from "../../src/model/names.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import { isCallerRole } from "./caller-checks.ts";
import { breaking, type Check } from "./check.ts";
import { granting } from "./granting.ts";
import { namesAKind, statementsOf, type Statement } from "./policy.ts";
import { FUNCTION, inputsOf, ROLE, type FunctionInputs, type RoleInputs } from "./types.ts";

const everyFunctionHasARoleOfItsOwn: Check = {
  name: "every function has a role of its own, which only its service may assume, with inline policies alone",
  find: (app) => {
    const roles = inputsOf<RoleInputs>(app, ROLE).filter((role) => !isCallerRole(role));
    const declared = new Map(app.manifests.flatMap(({ functions }) => functions.map((each) => [each.name, each] as const)));
    const shared = inputsOf<FunctionInputs>(app, FUNCTION).flatMap(({ name, role }) =>
      role.endsWith(`:role/${roleNameOf(declared.get(name) ?? { name }, SYNTH_ACCOUNT.region)}`) ? [] : [`${name} runs as ${role}`],
    );
    return [
      ...shared,
      ...roles.flatMap(({ name, managedPolicyArns = [], assumeRolePolicy }) => [
        ...managedPolicyArns.map((arn) => `${name} has the managed policy ${arn}`),
        ...(isTrustOfOneService(assumeRolePolicy) ? [] : [`${name} can be assumed by more than one AWS service`]),
      ]),
    ];
  },
  faults: [
    breaking<RoleInputs>(
      "SST's managed policy for logs",
      ROLE,
      (role) => (role.managedPolicyArns = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]),
      (role) => !isCallerRole(role),
    ),
    breaking<RoleInputs>(
      "SST's trust in the whole account",
      ROLE,
      (role) => {
        role.assumeRolePolicy = JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Action: ["sts:AssumeRole"],
              Principal: { Service: ["lambda.amazonaws.com"], AWS: ["arn:aws:iam::123456789012:root"] },
            },
          ],
        });
      },
      (role) => !isCallerRole(role),
    ),
    breaking<FunctionInputs>("a borrowed role", FUNCTION, (fn) => (fn.role = "arn:aws:iam::123456789012:role/admin")),
  ],
};

function isTrustOfOneService(policy: unknown): boolean {
  const { Statement: statements } = (typeof policy === "string" ? JSON.parse(policy) : policy) as { Statement: { Principal: object }[] };
  const principals = JSON.stringify(statements.map(({ Principal }) => Principal));
  return principals === '[{"Service":"lambda.amazonaws.com"}]' || principals === '[{"Service":"scheduler.amazonaws.com"}]';
}

const noWildcardAction: Check = {
  name: "no policy has a wildcard in an action",
  find: (app) =>
    statementsOf(app).flatMap(({ role, actions }) => actions.filter((action) => /[*?]/.test(action)).map((action) => `${role}: ${action}`)),
  faults: [granting("sqs:*", { Action: ["sqs:*"], Resource: ["arn:aws:sqs:us-east-1:123456789012:planner-log"] })],
};

/** ARNs of buckets tell neither kind nor account: those of the installation's own account are as narrow as it gets where plans name them. */
function isOwnBuckets(resource: string, conditions: Statement["conditions"]): boolean {
  return resource.startsWith("arn:aws:s3:::") && conditions["StringEquals"]?.["aws:ResourceAccount"] !== undefined;
}

const noWildcardResource: Check = {
  name: "no policy has * as resource, but for listed actions that have no resource; every ARN names a kind of resource",
  find: (app) =>
    statementsOf(app).flatMap(({ role, actions, resources, conditions }) =>
      resources.flatMap((resource) => {
        if (isOwnBuckets(resource, conditions)) return [];
        if (resource === "*") return actions.filter((action) => !unscopedActions.has(action)).map((action) => `${role}: ${action} on *`);
        return namesAKind(resource) ? [] : [`${role}: ${actions.join(", ")} on ${resource}`];
      }),
    ),
  faults: [
    granting("an action on everything", { Action: ["dynamodb:GetItem"], Resource: ["*"] }),
    granting("buckets of anybody", { Action: ["s3:GetBucketPolicy"], Resource: ["arn:aws:s3:::*"] }),
    granting("everything of a service", { Action: ["sqs:SendMessage"], Resource: ["arn:aws:sqs:us-east-1:123456789012:*"] }),
  ],
};

function isOf(action: string, resource: string): boolean {
  const service = resource.split(":")[2] ?? "";
  return action.split(":")[0] === service || (foreignResources.get(action) ?? []).includes(service);
}

const everyRightFitsItsResource: Check = {
  name: "every action is granted on resources of its own service",
  find: (app) =>
    statementsOf(app).flatMap(({ role, actions, resources }) =>
      resources
        .filter((resource) => resource !== "*")
        .flatMap((resource) => actions.filter((action) => !isOf(action, resource)).map((action) => `${role}: ${action} on ${resource}`)),
    ),
  faults: [
    granting("a right that grants nothing", {
      Action: ["rds:RebootDBInstance"],
      Resource: ["arn:aws:ec2:us-east-1:123456789012:instance/*"],
    }),
  ],
};

const everyExceptionIsNeeded: Check = {
  name: "every action that may be granted on * is granted somewhere in the whole system",
  find: (app) => {
    if (app.label !== "whole") return [];
    const granted = new Set(statementsOf(app).flatMap(({ actions, resources }) => (resources.includes("*") ? actions : [])));
    return [...unscopedActions.keys()]
      .filter((action) => !granted.has(action))
      .map((action) => `${action} may be granted on *, and nothing needs it`);
  },
  faults: [
    {
      what: "exceptions that nothing needs",
      plant: ({ label, resources }) => {
        for (const role of resources) if (role.type === ROLE) role.inputs = { ...role.inputs, inlinePolicies: [] };
        return label === "whole";
      },
    },
  ],
};

/** The checks of rights. */
export const iamChecks: readonly Check[] = [
  everyFunctionHasARoleOfItsOwn,
  noWildcardAction,
  noWildcardResource,
  everyRightFitsItsResource,
  everyExceptionIsNeeded,
];
