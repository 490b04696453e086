/** Entry point of the API: environment to clients to app. */
import { EXECUTION_STATE_VERSION } from "@dr/domain";
import { createDynamoEventLog, createHistoryStore, createLeaseStore, createPlanCatalog, createSnapshotStore } from "@dr/event-log";
import {
  createDocumentClient,
  createTelemetry,
  httpHandler,
  lambdaEntry,
  newUuid,
  parseEnv,
  snapshotKeyReader,
  systemClock,
} from "@dr/runtime";
import { createApp } from "../app.ts";
import { evidenceFromEnv } from "../evidence/evidence-from-env.ts";
import { createProgressReader } from "../executions/progress-client.ts";
import { parseIdentitySettings } from "../identity/settings.ts";
import { createIdempotencyRecords } from "../idempotency/records-client.ts";
import { createParameterReader } from "../registry/parameters-client.ts";
import { createTechnologyReader } from "../registry/technology-reader.ts";

/** Adapters are deployed by the hour, not by the second; an unknown name asks again at once. */
const REGISTRY_TTL_MS = 60_000;

/** The function `dr-api-http`. */
export const { create, handler } = lambdaEntry((variables) => {
  const env = parseEnv(variables, [
    "DR_LOG_TABLE",
    "DR_HISTORY_TABLE",
    "DR_PLAN_TABLE",
    "DR_LEASE_TABLE",
    "DR_IDEMPOTENCY_TABLE",
    "DR_OPERATION_TABLE",
    "DR_SNAPSHOT_TABLE",
    "DR_ACCOUNT_ID",
  ]);
  const telemetry = createTelemetry("api");
  const documents = createDocumentClient(env);
  const clock = systemClock;
  const route = createApp({
    log: createDynamoEventLog({ documents, tableName: env.DR_LOG_TABLE }),
    history: createHistoryStore({ documents, tableName: env.DR_HISTORY_TABLE }),
    planCatalog: createPlanCatalog({ documents, tableName: env.DR_PLAN_TABLE }),
    leases: createLeaseStore({ documents, tableName: env.DR_LEASE_TABLE }),
    idempotencyRecords: createIdempotencyRecords({ documents, tableName: env.DR_IDEMPOTENCY_TABLE }),
    readProgress: createProgressReader({ documents, tableName: env.DR_OPERATION_TABLE }),
    snapshots: {
      store: createSnapshotStore({ documents, tableName: env.DR_SNAPSHOT_TABLE, readKey: snapshotKeyReader(env) }),
      stateVersion: EXECUTION_STATE_VERSION,
    },
    ...evidenceFromEnv(env, telemetry.logger),
    identity: parseIdentitySettings(env),
    technologies: createTechnologyReader({
      readParameters: createParameterReader(env),
      clock,
      ttlMs: REGISTRY_TTL_MS,
      logger: telemetry.logger,
    }),
    clock,
    newId: newUuid,
    jitter: Math.random,
    logger: telemetry.logger,
    about: { account: env.DR_ACCOUNT_ID, region: env.AWS_REGION, stage: env.DR_STAGE, estate: env.DR_ESTATE, epoch: env.DR_EPOCH },
  });
  return httpHandler({ telemetry, route });
});
