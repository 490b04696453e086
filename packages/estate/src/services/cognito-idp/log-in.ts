// AdminInitiateAuth by password, and InitiateAuth by refresh token: the flows of app clients that let servers in.
import type { AdminInitiateAuthResponse, InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { writeOperation, type WriteCall } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { poolKind, tokenKind } from "./records.ts";

/** As the existing DRS solution has them: 45 minutes, and 30 days. */
const ID_SECONDS = 45 * 60;
const REFRESH_SECONDS = 30 * 86_400;

const parameters = z.record(z.string(), z.string()).default({});
const redact = (input: object): object => ({ ...input, ...("AuthParameters" in input && { AuthParameters: "(redacted)" }) });
const refused = (message: string): Error => awsError("NotAuthorizedException", message);
const notEnabled = (): Error => awsError("InvalidParameterException", "Auth flow not enabled for this client");

/** A user's password, sent by somebody who may administer the pool. */
export const adminInitiateAuth = writeOperation({
  input: z.object({ UserPoolId: z.string().min(1), ClientId: z.string().min(1), AuthFlow: z.string(), AuthParameters: parameters }),
  resources: ({ UserPoolId }) => [UserPoolId],
  redact,
  run: ({ UserPoolId, ClientId, AuthFlow, AuthParameters }, call): AdminInitiateAuthResponse => {
    const pool = call.world.get(poolKind, call.region, UserPoolId);
    if (pool === undefined || pool.clientId !== ClientId)
      throw awsError("ResourceNotFoundException", `User pool client ${ClientId} does not exist.`);
    if (AuthFlow !== "ADMIN_USER_PASSWORD_AUTH") throw notEnabled();
    const user = pool.users.find(({ name }) => name === AuthParameters["USERNAME"]);
    if (user === undefined || user.password !== AuthParameters["PASSWORD"]) throw refused("Incorrect username or password.");
    return { AuthenticationResult: { ...give(call, "id", ClientId, user.name), ...give(call, "refresh", ClientId, user.name) } };
  },
});

/** A refresh token; nothing else is let in without a signature. */
export const initiateAuth = writeOperation({
  input: z.object({ ClientId: z.string().min(1), AuthFlow: z.string(), AuthParameters: parameters }),
  resources: ({ ClientId }) => [ClientId],
  redact,
  run: ({ ClientId, AuthFlow, AuthParameters }, call): InitiateAuthResponse => {
    if (AuthFlow !== "REFRESH_TOKEN_AUTH") throw notEnabled();
    const found = call.world.get(tokenKind, GLOBAL_REGION, AuthParameters["REFRESH_TOKEN"] ?? "");
    if (found?.use !== "refresh" || found.clientId !== ClientId || call.nowMs >= found.untilMs) throw refused("Invalid Refresh Token");
    return { AuthenticationResult: give(call, "id", ClientId, found.user) };
  },
});

const give = ({ world, nowMs, chance }: WriteCall, use: "id" | "refresh", clientId: string, user: string) => {
  const token = `simulated-${use}-${chance.hex(32, use)}`;
  const seconds = use === "id" ? ID_SECONDS : REFRESH_SECONDS;
  world.put(tokenKind, GLOBAL_REGION, token, { use, clientId, user, untilMs: nowMs + seconds * 1000 });
  return use === "id"
    ? { IdToken: token, AccessToken: `simulated-access-${chance.hex(32, "access")}`, ExpiresIn: seconds, TokenType: "Bearer" }
    : { RefreshToken: token };
};
