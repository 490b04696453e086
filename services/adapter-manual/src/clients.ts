/** Clients of the manual adapter. */
import { DrError } from "@dr/events";
import { createDocumentClient, parseEnv, type FunctionEnv } from "@dr/runtime";
import { createTaskStore } from "./task-store-client.ts";
import { tableNameOf } from "./table-name.ts";
import type { TaskPort } from "./tasks.ts";

/** What operations act on. */
export interface ManualClients {
  readonly tasks: TaskPort;
}

/** Clients on the adapter's own table `DR_MANUAL_TABLE`. The function of queries has none: it needs none. */
export function createManualClients(env: FunctionEnv): ManualClients {
  if (!env["DR_MANUAL_TABLE"]) return { tasks: nowhere };
  return { tasks: createTaskStore({ documents: createDocumentClient(parseEnv(env, [])), tableName: tableNameOf(env) }) };
}

const refuse = (): never => {
  throw new DrError("env.invalid", "invalid environment: DR_MANUAL_TABLE is missing");
};
const nowhere: TaskPort = { read: refuse, open: refuse, withdraw: refuse };
