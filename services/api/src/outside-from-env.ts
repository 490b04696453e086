/** What the API asks of others: adapters, Parameter Store, other accounts. */
import type { BaseEnv } from "@dr/runtime";
import { accountsFromEnv } from "./accounts/accounts-from-env.ts";
import type { AppDeps } from "./app-deps.ts";
import { createParameterReader } from "./registry/parameter-reader.ts";
import { createAskAdapter } from "./technologies/ask-adapter.ts";

/** All of it over AWS; each client is loaded when it is first needed. */
export function outsideFromEnv(env: BaseEnv): Pick<AppDeps, "askAdapter" | "readParameters" | "accounts"> {
  return {
    askAdapter: createAskAdapter(env),
    readParameters: (path) => createParameterReader(env, path)(),
    accounts: accountsFromEnv(env),
  };
}
