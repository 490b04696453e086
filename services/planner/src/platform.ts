/** The planner on DynamoDB, built from the environment of a function. */
import { createResolveTagFilters } from "@dr/discovery";
import { discoveryFromEnv } from "@dr/discovery/from-env";
import { EXECUTION_STATE_VERSION } from "@dr/domain";
import {
  createDynamoEventLog,
  createDynamoTimeFeed,
  createDeploymentStore,
  createHistoryStore,
  createLead,
  createLeaseStore,
  createPlanCatalog,
  createSayAlive,
  createSnapshotStore,
} from "@dr/event-log";
import {
  createDeadLetters,
  createDocumentClient,
  createSqsSender,
  createTelemetry,
  newUuid,
  parseEnv,
  snapshotKeyReader,
  systemClock,
  systemSleep,
  type DeadLetters,
  type FunctionEnv,
  type Telemetry,
  regionsOf,
} from "@dr/runtime";
import { createOperationStore } from "./operations/operation-store-client.ts";
import { createPlanner, type Planner } from "./planner.ts";
import { withGatheredGets } from "./projection/gathered-history.ts";

const SERVICE = "planner";

/** A planner and where it writes about itself. Throws `env.invalid`. */
export function plannerFromEnv(variables: FunctionEnv): { readonly planner: Planner; readonly telemetry: Telemetry } {
  const env = parseEnv(variables, [
    "DR_LOG_TABLE",
    "DR_HISTORY_TABLE",
    "DR_PLAN_TABLE",
    "DR_LEASE_TABLE",
    "DR_OPERATION_TABLE",
    "DR_SNAPSHOT_TABLE",
    "DR_DISCOVERY_TABLE",
    "DR_DEPLOYMENT_TABLE",
    "DR_ACCOUNT_ID",
  ]);
  const documents = createDocumentClient(env);
  const telemetry = createTelemetry(SERVICE);
  const discovery = discoveryFromEnv({
    env,
    documents,
    clock: systemClock,
    sleep: systemSleep,
    random: Math.random,
    newId: newUuid,
    logger: telemetry.logger,
  });
  const log = createDynamoEventLog({ documents, tableName: env.DR_LOG_TABLE });
  const planner = createPlanner({
    resolveTagFilters: createResolveTagFilters(discovery),
    log,
    feed: createDynamoTimeFeed({ documents, tableName: env.DR_LOG_TABLE }),
    history: withGatheredGets(createHistoryStore({ documents, tableName: env.DR_HISTORY_TABLE })),
    catalog: createPlanCatalog({ documents, tableName: env.DR_PLAN_TABLE }),
    leases: createLeaseStore({ documents, tableName: env.DR_LEASE_TABLE }),
    operations: createOperationStore({ documents, tableName: env.DR_OPERATION_TABLE }),
    snapshots: {
      store: createSnapshotStore({ documents, tableName: env.DR_SNAPSHOT_TABLE, readKey: snapshotKeyReader(env) }),
      stateVersion: EXECUTION_STATE_VERSION,
    },
    clock: systemClock,
    sleep: systemSleep,
    random: Math.random,
    newCommitId: newUuid,
    lead: createLead({ log, region: env.AWS_REGION, regions: regionsOf(env), clock: systemClock }),
    sayAlive: createSayAlive({
      deployments: createDeploymentStore({ documents, tableName: env.DR_DEPLOYMENT_TABLE }),
      region: env.AWS_REGION,
      part: "planner",
      clock: systemClock,
      logger: telemetry.logger,
    }),
    maxConcurrentExecutions: env.DR_MAX_CONCURRENT_EXECUTIONS,
    keepDays: env.DR_HISTORY_DAYS,
    timeScale: env.DR_TIME_SCALE,
    telemetry,
  });
  return { planner, telemetry };
}

/** The dead-letter queue of a function that a queue or a stream feeds. Throws `env.invalid`. */
export function deadLettersFromEnv(variables: FunctionEnv): DeadLetters {
  const env = parseEnv(variables, ["DR_DLQ_URL"]);
  return createDeadLetters(createSqsSender(env), env.DR_DLQ_URL);
}
