/** The API's stores on DynamoDB, as a function is set up with them. */
import {
  createDeploymentStore,
  createDynamoEventLog,
  createHistoryStore,
  createLeaseStore,
  createPlanCatalog,
  createSnapshotStore,
} from "@dr/event-log";
import { createDocumentClient, snapshotKeyReader, type BaseEnv, type NamedEnv } from "@dr/runtime";
import type { AppDeps } from "./app-deps.ts";
import { createProgressReader } from "./executions/progress-client.ts";
import { createIdempotencyRecords } from "./idempotency/records-client.ts";

/** Variables that name their tables. */
export const STORES = [
  "DR_LOG_TABLE",
  "DR_HISTORY_TABLE",
  "DR_PLAN_TABLE",
  "DR_LEASE_TABLE",
  "DR_IDEMPOTENCY_TABLE",
  "DR_OPERATION_TABLE",
  "DR_SNAPSHOT_TABLE",
  "DR_DEPLOYMENT_TABLE",
] as const;

type Stores = Pick<
  AppDeps,
  "log" | "history" | "planCatalog" | "leases" | "deployments" | "idempotencyRecords" | "readProgress" | "snapshots"
>;

/** All stores over one client. */
export function storesFromEnv(env: BaseEnv & Pick<NamedEnv, (typeof STORES)[number]>): Stores {
  const documents = createDocumentClient(env);
  return {
    log: createDynamoEventLog({ documents, tableName: env.DR_LOG_TABLE }),
    history: createHistoryStore({ documents, tableName: env.DR_HISTORY_TABLE }),
    planCatalog: createPlanCatalog({ documents, tableName: env.DR_PLAN_TABLE }),
    leases: createLeaseStore({ documents, tableName: env.DR_LEASE_TABLE }),
    deployments: createDeploymentStore({ documents, tableName: env.DR_DEPLOYMENT_TABLE }),
    idempotencyRecords: createIdempotencyRecords({ documents, tableName: env.DR_IDEMPOTENCY_TABLE }),
    readProgress: createProgressReader({ documents, tableName: env.DR_OPERATION_TABLE }),
    snapshots: { store: createSnapshotStore({ documents, tableName: env.DR_SNAPSHOT_TABLE, readKey: snapshotKeyReader(env) }) },
  };
}
