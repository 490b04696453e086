/** What a closed route of the API demands of its callers. */
import type { AuthMode } from "@dr/runtime";
import { createUserPool } from "./user-pool.ts";

/** The part of a route that says who may call. */
export interface Authorization {
  readonly authorizationType: "AWS_IAM" | "JWT";
  readonly authorizerId?: $util.Output<string>;
  readonly authorizationScopes?: string[];
}

/** Gives what the routes of an API demand: an AWS signature, or a token of a pool that is made for it. */
export function authorizeBy(mode: AuthMode, account: { readonly region: string; readonly dnsSuffix: string }) {
  return (apiId: $util.Output<string>): Authorization => {
    if (mode === "role_based") return { authorizationType: "AWS_IAM" };
    const { issuer, clientId, scopes } = createUserPool(account);
    const authorizer = new aws.apigatewayv2.Authorizer("ApiAuthorizer", {
      apiId,
      name: "cognito",
      authorizerType: "JWT",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: { audiences: [clientId], issuer },
    });
    // Id tokens bear no scopes: without them the gateway would take both kinds (HTTP API guide, "JWT authorizers").
    return { authorizationType: "JWT", authorizerId: authorizer.id, authorizationScopes: scopes };
  };
}

/** How callers prove who they are, as `AUTH_MODE` says. Throws for anything else than the two ways. */
export function authModeOf(asked: string | undefined): AuthMode {
  if (asked === undefined || asked === "") return "role_based";
  if (asked === "role_based" || asked === "cognito") return asked;
  throw new Error(`AUTH_MODE is "${asked}", expected "role_based" or "cognito"`);
}
