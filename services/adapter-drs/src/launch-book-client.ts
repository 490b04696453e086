/** Which job of an execution launched a server: kept beside the ledger, so that a later wave knows the instance as its own. */
import { createDocumentClient, parseEnv, type FunctionEnv } from "@dr/runtime";
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** A server in an execution. Without a Region, that of the function. */
export interface LaunchKey {
  readonly executionId: string;
  readonly region: string | undefined;
  readonly sourceServerId: string;
}

/** Remembers launches. Writing the same again changes nothing. */
export interface LaunchBook {
  readonly note: (key: LaunchKey, jobId: string) => Promise<void>;
  readonly jobOf: (key: LaunchKey) => Promise<string | undefined>;
}

/** The book in the adapter's own ledger table (`DR_LEDGER_TABLE`, read at first use). Its items outlive the execution: they are small, and never wrong. */
export function createLaunchBook(functionEnv: FunctionEnv): LaunchBook {
  // The function that answers queries has no table: asked about readiness, it takes no instance for its own.
  if (functionEnv["DR_LEDGER_TABLE"] === undefined) return { note: async () => undefined, jobOf: async () => undefined };
  const open = (): { readonly documents: DynamoDBDocumentClient; readonly TableName: string } => {
    const env = parseEnv(functionEnv, ["DR_LEDGER_TABLE"]);
    return { documents: createDocumentClient(env), TableName: env.DR_LEDGER_TABLE };
  };
  let opened: ReturnType<typeof open> | undefined;
  const table = (): ReturnType<typeof open> => (opened ??= open());
  return {
    note: async (key, jobId) => {
      const { documents, TableName } = table();
      await documents.send(new PutCommand({ TableName, Item: { operationId: toItemKey(key), jobId } }));
    },
    jobOf: async (key) => {
      const { documents, TableName } = table();
      const { Item } = await documents.send(new GetCommand({ TableName, Key: { operationId: toItemKey(key) }, ConsistentRead: true }));
      return typeof Item?.["jobId"] === "string" ? Item["jobId"] : undefined;
    },
  };
}

function toItemKey({ executionId, region = "", sourceServerId }: LaunchKey): string {
  return `launch#${executionId}#${region}#${sourceServerId}`;
}
