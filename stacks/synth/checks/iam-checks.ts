/** Rights: narrow, listed where they cannot be narrow, and never enough to speak or write for another. */
import type { AdapterManifest, ServiceManifest } from "@dr/runtime";
import { arnOf } from "../../src/model/arns.ts";
import { unscopedActions } from "../../src/model/iam-exceptions.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import { breaking, isAdapter, type Check, type PlantedFault, type SynthesizedApp } from "./check.ts";
import { covers, namesAKind, statementsOf, type Statement } from "./policy.ts";
import { FUNCTION, inputsOf, ROLE, type FunctionInputs, type RoleInputs } from "./types.ts";

/** Puts one more statement into the policy of the role of a function of a service that `among` accepts. */
function granting(what: string, statement: object, among: (manifest: ServiceManifest) => boolean = () => true): PlantedFault {
  return {
    what,
    plant: (app) => {
      const name = app.manifests.find((manifest) => among(manifest))?.functions[0]?.name;
      const role = inputsOf<RoleInputs>(app, ROLE).find((candidate) => name !== undefined && candidate.name.startsWith(`${name}-`));
      const policy: { policy: string } | undefined = role?.inlinePolicies?.[0];
      if (policy)
        policy.policy = policy.policy.replace('"Statement":[', `"Statement":[${JSON.stringify({ Effect: "Allow", ...statement })},`);
      return policy !== undefined;
    },
  };
}

/** The statements of a service's functions. A role is called after its function. */
function statementsOfService(app: SynthesizedApp, { functions }: ServiceManifest): readonly Statement[] {
  const roles = new Set(functions.map(({ name }) => `${name}-${SYNTH_ACCOUNT.region}`));
  return statementsOf(app).filter(({ role }) => roles.has(role));
}

const everyFunctionHasARoleOfItsOwn: Check = {
  name: "every function has a role of its own, which only its service may assume, with inline policies alone",
  find: (app) => {
    const roles = inputsOf<RoleInputs>(app, ROLE);
    const shared = inputsOf<FunctionInputs>(app, FUNCTION).flatMap(({ name, role }) =>
      role.endsWith(`:role/${name}-${SYNTH_ACCOUNT.region}`) ? [] : [`${name} runs as ${role}`],
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
    breaking<RoleInputs>("SST's managed policy for logs", ROLE, (role) => {
      role.managedPolicyArns = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"];
    }),
    breaking<RoleInputs>("SST's trust in the whole account", ROLE, (role) => {
      role.assumeRolePolicy = JSON.stringify({
        Statement: [
          {
            Effect: "Allow",
            Action: ["sts:AssumeRole"],
            Principal: { Service: ["lambda.amazonaws.com"], AWS: ["arn:aws:iam::123456789012:root"] },
          },
        ],
      });
    }),
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

const noWildcardResource: Check = {
  name: "no policy has * as resource, but for listed actions that have no resource; every ARN names a kind of resource",
  find: (app) =>
    statementsOf(app).flatMap(({ role, actions, resources }) =>
      resources.flatMap((resource) => {
        if (resource === "*") return actions.filter((action) => !unscopedActions.has(action)).map((action) => `${role}: ${action} on *`);
        return namesAKind(resource) ? [] : [`${role}: ${actions.join(", ")} on ${resource}`];
      }),
    ),
  faults: [
    granting("an action on everything", { Action: ["dynamodb:GetItem"], Resource: ["*"] }),
    granting("everything of a service", { Action: ["sqs:SendMessage"], Resource: ["arn:aws:sqs:us-east-1:123456789012:*"] }),
  ],
};

const everyExceptionIsNeeded: Check = {
  name: "every action that may be granted on * is granted somewhere in the whole system",
  find: (app) => {
    if (app.label !== "whole") return [];
    const granted = new Set(statementsOf(app).flatMap(({ actions, resources }) => (resources.includes("*") ? actions : [])));
    return [...unscopedActions.keys()]
      .filter((action) => !granted.has(action))
      .map((action) => `${action} is listed in iam-exceptions.ts, and nothing needs it`);
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

const everyoneSpeaksForThemselves: Check = {
  name: "a function puts events on our bus only, and only under the source of its own service",
  find: (app) =>
    app.manifests.flatMap((manifest) =>
      statementsOfService(app, manifest)
        .filter(({ actions }) => actions.some((action) => covers(action, "events:PutEvents")))
        .flatMap(({ role, resources, conditions }) => {
          const own = sourceOf(manifest);
          const sources = conditions["ForAllValues:StringEquals"]?.["events:source"] ?? [];
          const isBound = conditions["Null"]?.["events:source"]?.join() === "false";
          return [
            ...(own !== undefined && isBound && sources.join() === own ? [] : [`${role} may speak as ${sources.join(", ") || "anyone"}`]),
            ...(resources.join() === arnOf(SYNTH_ACCOUNT, "bus", "dr-orchestration")
              ? []
              : [`${role} may put events on ${resources.join(", ")}`]),
          ];
        }),
    ),
  faults: [
    granting("SST's link to a bus", {
      Action: ["events:*"],
      Resource: ["arn:aws:events:us-east-1:123456789012:event-bus/dr-orchestration"],
    }),
    granting("an adapter that speaks for the log", putEventsAs("dr.orchestration"), isAdapter),
    granting("a planner that speaks at all", putEventsAs("dr.orchestration"), ({ service }) => service === "planner"),
    granting("a condition that an entry without source passes", withoutNull(), isAdapter),
  ],
};

/** The publisher alone speaks for the log, an adapter for itself, and nobody else at all. */
function sourceOf(manifest: ServiceManifest): string | undefined {
  if (isAdapter(manifest)) return `dr.adapter.${manifest.technology}`;
  return manifest.service === "publisher" ? "dr.orchestration" : undefined;
}

function putEventsAs(source: string): object {
  return {
    ...withoutNull(source),
    Condition: { "ForAllValues:StringEquals": { "events:source": [source] }, Null: { "events:source": ["false"] } },
  };
}

function withoutNull(source = "dr.adapter.database"): object {
  return {
    Action: ["events:PutEvents"],
    Resource: ["arn:aws:events:us-east-1:123456789012:event-bus/dr-orchestration"],
    Condition: { "ForAllValues:StringEquals": { "events:source": [source] } },
  };
}

const adaptersKnowTheirOwnTables: Check = {
  name: "no role of an adapter reaches a table that is not the adapter's own, the log least of all",
  find: (app) =>
    app.manifests.filter(isAdapter).flatMap((manifest) =>
      statementsOfService(app, manifest)
        .filter(({ actions }) => actions.some((action) => action === "*" || action.startsWith("dynamodb:")))
        .flatMap(({ role, actions, resources }) =>
          resources
            .filter((resource) => !isOwnTable(resource, manifest))
            .map((resource) => `${role}: ${actions.join(", ")} on ${resource}`),
        ),
    ),
  faults: ["dr-event-log", "dr-*", "dr-event-log/index/TimeFeed", "dr-event-log/stream/*"].map((table) =>
    granting(
      `an adapter that reads ${table}`,
      { Action: ["dynamodb:Query"], Resource: [`arn:aws:dynamodb:us-east-1:123456789012:table/${table}`] },
      isAdapter,
    ),
  ),
};

function isOwnTable(resource: string, { tables }: AdapterManifest): boolean {
  return tables.some(
    ({ name }) => resource === arnOf(SYNTH_ACCOUNT, "table", name) || resource === `${arnOf(SYNTH_ACCOUNT, "table", name)}/index/*`,
  );
}

/** PutItem is there to append; the condition that keeps it from overwriting is in the code, as IAM cannot see it. */
const REWRITES = ["UpdateItem", "DeleteItem", "BatchWriteItem", "PartiQLUpdate", "PartiQLDelete", "DeleteTable", "UpdateTable"];

const theLogIsAppendOnly: Check = {
  name: "no role may change or delete what the log holds",
  find: (app) => {
    const log = arnOf(SYNTH_ACCOUNT, "table", "dr-event-log");
    return statementsOf(app).flatMap(({ role, actions, resources }) =>
      REWRITES.map((verb) => `dynamodb:${verb}`)
        .filter((verb) => actions.some((action) => covers(action, verb)) && resources.some((resource) => covers(resource, log)))
        .map((verb) => `${role}: ${verb} on ${log}`),
    );
  },
  faults: [
    granting("a role that deletes commits", {
      Action: ["dynamodb:DeleteItem"],
      Resource: [`arn:aws:dynamodb:us-east-1:123456789012:table/dr-*`],
    }),
  ],
};

/** The checks of rights. */
export const iamChecks: readonly Check[] = [
  everyFunctionHasARoleOfItsOwn,
  noWildcardAction,
  noWildcardResource,
  everyExceptionIsNeeded,
  everyoneSpeaksForThemselves,
  adaptersKnowTheirOwnTables,
  theLogIsAppendOnly,
];
