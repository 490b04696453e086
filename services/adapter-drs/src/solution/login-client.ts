/** ID tokens of the solution's user pool: by the admin flow, or by secure remote password; renewed by refresh token where there is one. */
import {
  AdminInitiateAuthCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type AuthenticationResultType,
} from "@aws-sdk/client-cognito-identity-provider";
import { createClientPair } from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";
import { createProof, timestampOf } from "./srp.ts";

/** Who logs in, and where. The app client never allows USER_PASSWORD_AUTH. */
export interface Login {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  readonly region: string | undefined;
  /** `admin` needs the right to AdminInitiateAuth; the first generation's app client allows `srp` alone. */
  readonly flow: "admin" | "srp";
}

/** Tokens; the ID token is what the API wants. */
export interface Tokens {
  readonly idToken: string;
  readonly refreshToken: string | undefined;
}

/** Logs in; with a refresh token without the password, as long as the pool takes it. Throws `drs.login_refused` where it asks for something else. */
export type LogIn = (login: Login, refreshToken?: string) => Promise<Tokens>;

/** On Cognito. */
export function createLogIn(env: FunctionEnv, nowMs: () => number): LogIn {
  return async (login, refreshToken) => {
    const cognito = createClientPair(env, (config) => new CognitoIdentityProviderClient(config), login.region).read;
    if (refreshToken !== undefined) {
      const renewed = await refresh(cognito, login, refreshToken);
      if (renewed) return renewed;
    }
    return login.flow === "admin" ? byAdmin(cognito, login) : bySrp(cognito, login, nowMs);
  };
}

/** Undefined where the pool does not take the token any more: then the password has to do. */
async function refresh(cognito: CognitoIdentityProviderClient, { clientId }: Login, refreshToken: string): Promise<Tokens | undefined> {
  try {
    const AuthParameters = { REFRESH_TOKEN: refreshToken };
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({ AuthFlow: "REFRESH_TOKEN_AUTH", ClientId: clientId, AuthParameters }),
    );
    return AuthenticationResult?.IdToken === undefined ? undefined : { idToken: AuthenticationResult.IdToken, refreshToken };
  } catch (error) {
    if (error instanceof Error && error.name === "NotAuthorizedException") return undefined;
    throw error;
  }
}

async function byAdmin(cognito: CognitoIdentityProviderClient, { userPoolId, clientId, username, password }: Login): Promise<Tokens> {
  const { AuthenticationResult, ChallengeName } = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: userPoolId,
      ClientId: clientId,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  return tokensOf(username, AuthenticationResult, ChallengeName);
}

async function bySrp(
  cognito: CognitoIdentityProviderClient,
  { userPoolId, clientId, username, password }: Login,
  nowMs: () => number,
): Promise<Tokens> {
  const proof = createProof();
  const first = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: "USER_SRP_AUTH",
      ClientId: clientId,
      AuthParameters: { USERNAME: username, SRP_A: proof.clientPublic },
    }),
  );
  const { USER_ID_FOR_SRP: userId, SALT: salt, SRP_B: serverPublic, SECRET_BLOCK: secretBlock } = first.ChallengeParameters ?? {};
  if (first.ChallengeName !== "PASSWORD_VERIFIER" || !userId || !salt || !serverPublic || !secretBlock)
    return tokensOf(username, undefined, first.ChallengeName);
  const timestamp = timestampOf(nowMs());
  const claim = proof.claim({ poolId: userPoolId, password }, { userId, salt, serverPublic, secretBlock }, timestamp);
  const { AuthenticationResult, ChallengeName } = await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: "PASSWORD_VERIFIER",
      ChallengeResponses: {
        USERNAME: userId,
        PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
        PASSWORD_CLAIM_SIGNATURE: claim,
        TIMESTAMP: timestamp,
      },
    }),
  );
  return tokensOf(username, AuthenticationResult, ChallengeName);
}

function tokensOf(username: string, result: AuthenticationResultType | undefined, challenge: string | undefined): Tokens {
  if (result?.IdToken !== undefined) return { idToken: result.IdToken, refreshToken: result.RefreshToken };
  throw new DrError("drs.login_refused", `Cognito asks ${username} for ${challenge ?? "something else"}: give it a permanent password`);
}
