/** Everything that a function needs to act in other accounts, as one module: it is loaded with the first task that is to act in one. */
import { systemClock, type Clock, type FunctionEnv } from "@dr/runtime";
import { createAccountReader } from "./account-client.ts";
import type { ReadAccount } from "./account.ts";
import type { SessionDeps } from "./session.ts";
import { createSts } from "./sts-client.ts";

export { createSession } from "./session.ts";

/** Where accounts are looked up if not in the function's table, and whose time counts: for tests. */
export interface Places {
  readonly readAccount?: ReadAccount;
  readonly clock?: Pick<Clock, "nowMs">;
  /** `read`: the account's role that only reads is taken. Default: the one that acts. */
  readonly access?: "act" | "read";
}

/** What sessions are made with: STS, and the accounts as the table and their secrets have them. */
export function sessionDeps(env: FunctionEnv, { readAccount, clock = systemClock, access = "act" }: Places): SessionDeps {
  const accounts = readAccount ?? createAccountReader(env, env["DR_ACCOUNT_TABLE"] ?? "");
  return { ...createSts(env), readAccount: accounts, access, nowMs: () => clock.nowMs() };
}
