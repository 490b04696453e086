/** Accounts as they are kept: the table that the API writes, and a secret of the account where there is one. */
import { lazyLooseObject } from "@dr/events";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { createDocumentClient, parseEnv, type FunctionEnv } from "@dr/runtime";
import * as z from "zod";
import { accountSecretId, type AccountFacts, type ReadAccount } from "./account.ts";

const rowSchema = lazyLooseObject(() => ({
  RoleArn: z.string().optional(),
  ExternalId: z.string().optional(),
  Regions: z.array(z.string()).optional(),
}));

const secretShape = {
  schema: lazyLooseObject(() => ({ role_arn: z.string().min(20).optional(), external_id: z.string().min(2) })),
  code: "task.bad_account_secret",
  expected: "external_id, and role_arn if it is not the usual one",
};

/** Most accounts have none: whoever reads one that has to be there says so with the service's own error as its cause. */
function isMissing(error: unknown): boolean {
  const { cause } = error as { readonly cause?: unknown };
  return cause instanceof Error && cause.name === "ResourceNotFoundException";
}

/** Reads `tableName` and Secrets Manager, where the function runs. Throws `task.bad_account_secret` for a secret of another form. */
export function createAccountReader(functionEnv: FunctionEnv, tableName: string): ReadAccount {
  const documents = createDocumentClient(parseEnv(functionEnv, []));
  let reading: Promise<(secretId: string) => Promise<z.output<(typeof secretShape)["schema"]>>> | undefined;
  const readSecret = async (accountId: string): Promise<AccountFacts | undefined> => {
    reading ??= import("../secrets-client.ts").then(({ createSecretReader }) => createSecretReader(functionEnv, secretShape));
    try {
      const { role_arn, external_id } = await (await reading)(accountSecretId(accountId));
      return { ...(role_arn === undefined ? {} : { roleArn: role_arn }), externalId: external_id };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  return async (accountId) => {
    const [{ Item }, secret] = await Promise.all([
      documents.send(new GetCommand({ TableName: tableName, Key: { AccountId: accountId } })),
      readSecret(accountId),
    ]);
    if (Item === undefined) return secret;
    const { RoleArn, ExternalId, Regions } = rowSchema.parse(Item);
    return { roleArn: RoleArn, externalId: ExternalId, regions: Regions, ...secret };
  };
}
