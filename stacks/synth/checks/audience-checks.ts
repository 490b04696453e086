/** People of a pool of their own: only where AUTH_MODE says so, and then as safe as signed callers. */
import { GROUPS } from "../../src/model/groups.ts";
import { breaking, removing, type Check } from "./check.ts";
import { API, AUTHORIZER, inputsOf, POOL_CLIENT, ROUTE, USER_GROUP, USER_POOL } from "./types.ts";

interface PoolInputs {
  readonly adminCreateUserConfig?: { readonly allowAdminCreateUserOnly?: boolean };
  readonly mfaConfiguration?: string;
  readonly deletionProtection?: string;
}
interface ClientInputs {
  readonly generateSecret?: boolean;
  readonly explicitAuthFlows?: readonly string[];
}
interface GroupInputs {
  readonly name: string;
  readonly precedence: number;
}

const thePoolIsThereIfAsked: Check = {
  name: "AUTH_MODE=cognito deploys a pool, a client and ten groups, role_based none of them",
  find: (app) => {
    const wanted = app.environment["AUTH_MODE"] === "cognito" && inputsOf(app, API).length > 0 ? 1 : 0;
    const count = (type: string): number => inputsOf(app, type).length;
    const kinds = [USER_POOL, POOL_CLIENT, AUTHORIZER].filter((type) => count(type) !== wanted);
    const groups = inputsOf<GroupInputs>(app, USER_GROUP).map(({ name, precedence }) => `${precedence} ${name}`);
    const expected = wanted === 0 ? [] : GROUPS.map(({ name, precedence }) => `${precedence} ${name}`);
    return [
      ...kinds.map((type) => `${count(type)} of ${type}`),
      ...(groups.toSorted().join() === expected.toSorted().join() ? [] : [`the groups are ${groups.join(", ") || "missing"}`]),
    ];
  },
  faults: [
    removing("no client", POOL_CLIENT),
    removing("a missing group", USER_GROUP),
    breaking<GroupInputs>("a group that precedes the administrators", USER_GROUP, (group) => (group.precedence = 0)),
    {
      what: "a pool nobody asked for",
      plant: ({ resources, environment }) => {
        if (environment["AUTH_MODE"] === "cognito") return false;
        resources.push({ type: USER_POOL, name: "Users", inputs: {} });
        return true;
      },
    },
  ],
};

const thePoolIsSafe: Check = {
  name: "nobody signs up for the pool, a second factor is demanded, passwords are never sent, and it is not deleted with a slip",
  find: (app) => [
    ...inputsOf<PoolInputs>(app, USER_POOL).flatMap(({ adminCreateUserConfig, mfaConfiguration, deletionProtection }) => [
      ...(adminCreateUserConfig?.allowAdminCreateUserOnly === true ? [] : ["anybody may sign up"]),
      ...(mfaConfiguration === "ON" ? [] : ["a password is enough"]),
      ...(deletionProtection === "ACTIVE" ? [] : ["the pool can be deleted"]),
    ]),
    ...inputsOf<ClientInputs>(app, POOL_CLIENT).flatMap(({ generateSecret, explicitAuthFlows = [] }) => [
      ...(generateSecret === false ? [] : ["the client has a secret that every user would have"]),
      ...explicitAuthFlows.filter((flow) => flow.includes("PASSWORD")).map((flow) => `${flow} sends passwords`),
    ]),
  ],
  faults: [
    breaking<PoolInputs>("a pool for everybody", USER_POOL, (pool) => delete pool.adminCreateUserConfig),
    breaking<PoolInputs>("a pool without second factor", USER_POOL, (pool) => (pool.mfaConfiguration = "OFF")),
    breaking<ClientInputs>("a client that sends passwords", POOL_CLIENT, (client) => {
      client.explicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH"];
    }),
  ],
};

interface RouteInputs {
  readonly routeKey: string;
  readonly authorizationType?: string;
  readonly authorizerId?: string;
  readonly authorizationScopes?: readonly string[];
}

const onlyAccessTokensPass: Check = {
  name: "a route that takes tokens has the authorizer and demands a scope: id tokens, which have none, do not pass",
  find: (app) =>
    inputsOf<RouteInputs>(app, ROUTE)
      .filter(({ authorizationType }) => authorizationType === "JWT")
      .filter(({ authorizerId, authorizationScopes = [] }) => authorizerId === undefined || authorizationScopes.length === 0)
      .map(({ routeKey }) => `${routeKey} takes any token of the pool`),
  faults: [
    breaking<RouteInputs>(
      "a route without scope",
      ROUTE,
      (route) => delete route.authorizationScopes,
      ({ authorizationType }) => authorizationType === "JWT",
    ),
  ],
};

/** The checks of the pool. */
export const audienceChecks: readonly Check[] = [thePoolIsThereIfAsked, thePoolIsSafe, onlyAccessTokensPass];
