/** Everything that a function needs to act in other accounts, as one module: it is loaded with the first task that is to act in one. */
import { systemClock, type FunctionEnv } from "@dr/runtime";
import { createAccountReader } from "./account-client.ts";
import type { Places } from "./places.ts";
import type { SessionDeps } from "./session.ts";
import { createSts } from "./sts-client.ts";

export { createSession } from "./session.ts";

/** What sessions are made with: STS, and the accounts as the table and their secrets have them. */
export function sessionDeps(env: FunctionEnv, { readAccount, clock = systemClock, access = "act" }: Places): SessionDeps {
  const accounts = readAccount ?? createAccountReader(env, env["DR_ACCOUNT_TABLE"] ?? "");
  return { ...createSts(env), readAccount: accounts, access, nowMs: () => clock.nowMs() };
}
