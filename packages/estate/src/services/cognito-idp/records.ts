// The records of the simulated Cognito: user pools with their users, and the tokens that they were given.
import { defineKind, GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";

/** A user pool with one app client. */
export type PoolRecord = {
  readonly id: string;
  readonly clientId: string;
  readonly users: readonly { readonly name: string; readonly password: string }[];
};

/** A token, and whose it is. */
export type TokenRecord = { readonly use: "id" | "refresh"; readonly clientId: string; readonly user: string; readonly untilMs: number };

/** Pools by id. */
export const poolKind = defineKind<PoolRecord>("cognito-idp.pool");
/** Tokens by themselves. */
export const tokenKind = defineKind<TokenRecord>("cognito-idp.token");

/** Whether a text is an ID token that is good at a moment. */
export const isIdToken = (world: WorldView, token: string, nowMs: number): boolean => {
  const found = world.get(tokenKind, GLOBAL_REGION, token);
  return found?.use === "id" && nowMs < found.untilMs;
};
