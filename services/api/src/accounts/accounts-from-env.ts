/** Target accounts as a function is set up with them. */
import { awsClientConfig, createDocumentClient, type BaseEnv } from "@dr/runtime";
import { createAccountStore } from "./account-store-client.ts";
import type { Accounts, TakeRole } from "./accounts.ts";

/** The store, and STS, whose client is loaded when an account is tried. Undefined without the table. */
export function accountsFromEnv(env: BaseEnv & { readonly DR_ACCOUNT_TABLE?: string | undefined }): Accounts | undefined {
  const tableName = env.DR_ACCOUNT_TABLE;
  if (tableName === undefined) return undefined;
  let loading: Promise<TakeRole> | undefined;
  return {
    store: createAccountStore({ documents: createDocumentClient(env), tableName }),
    takeRole: async (role) => {
      loading ??= import("./sts-client.ts").then(({ createTakeRole }) => createTakeRole(awsClientConfig(env, "read")));
      return (await loading)(role);
    },
  };
}
