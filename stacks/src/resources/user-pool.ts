/** People of their own, where they have no roles of AWS: a pool, its groups, a client without a secret. */
import { GROUPS } from "../model/groups.ts";
import { logicalName } from "../model/names.ts";
import { CLIENT_PARAMETER, POOL_PARAMETER } from "../model/settings.ts";

/** What an authorizer has to know. */
export interface UserPool {
  readonly issuer: $util.Output<string>;
  readonly clientId: $util.Output<string>;
  readonly scopes: string[];
}

/** The scope of every access token that a user got by signing in through the API of Cognito; id tokens have none. */
const SCOPES = ["aws.cognito.signin.user.admin"];

/**
 * Creates the pool. Nobody signs up: an administrator makes users and puts them into groups. A second factor is demanded, since whoever may start a recovery may stop a business.
 * The client proves passwords without sending them (SRP) and gets tokens for an hour.
 */
export function createUserPool({ region, dnsSuffix }: { readonly region: string; readonly dnsSuffix: string }): UserPool {
  const pool = new aws.cognito.UserPool("Users", {
    name: "dr-orchestration",
    adminCreateUserConfig: { allowAdminCreateUserOnly: true },
    mfaConfiguration: "ON",
    softwareTokenMfaConfiguration: { enabled: true },
    passwordPolicy: { minimumLength: 14, requireLowercase: true, requireNumbers: true, requireSymbols: true, requireUppercase: true },
    accountRecoverySetting: { recoveryMechanisms: [{ name: "admin_only", priority: 1 }] },
    deletionProtection: $app.protect === true ? "ACTIVE" : "INACTIVE",
    usernameConfiguration: { caseSensitive: false },
  });
  const client = new aws.cognito.UserPoolClient("UsersClient", {
    name: "dr-orchestration",
    userPoolId: pool.id,
    generateSecret: false,
    explicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    accessTokenValidity: 60,
    idTokenValidity: 60,
    refreshTokenValidity: 12,
    tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "hours" },
    enableTokenRevocation: true,
    preventUserExistenceErrors: "ENABLED",
  });
  for (const group of GROUPS) {
    new aws.cognito.UserGroup(`UsersGroup${logicalName(group.name)}${group.name.includes("-") ? "Legacy" : ""}`, {
      ...group,
      userPoolId: pool.id,
    });
  }
  new aws.ssm.Parameter("UsersPoolParameter", { name: POOL_PARAMETER, type: "String", value: pool.id });
  new aws.ssm.Parameter("UsersClientParameter", { name: CLIENT_PARAMETER, type: "String", value: client.id });
  return { issuer: pool.id.apply((id) => `https://cognito-idp.${region}.${dnsSuffix}/${id}`), clientId: client.id, scopes: SCOPES };
}
