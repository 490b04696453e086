/** What tests of this package and of others need: the conformance suites, local engines, request builders. Never deployed. */
export { eventLogConformance, type LogUnderTest } from "./event-log-conformance.ts";
export { findDynoxide, startLocalDynamoDb, type LocalDynamoDb, type LocalDynamoDbOptions, type LocalEngine } from "./local-dynamodb.ts";
export { appendRequest, storedEvent } from "./requests.ts";
export { createTable, localDocuments, toCreateTableInput } from "./tables.ts";
export { handlerUnderTest, intrude, someContext, withRace, type HandlerUnderTest } from "./command-harness.ts";
export { waveDecider, type CompleteWaves, type WaveCounterState } from "./wave-decider.ts";
export { historyConformance, historyItem, planCatalogConformance, planItem } from "./history-conformance.ts";
export { leadsAlways } from "./leads-always.ts";
export { fillLists, listCosts, type ListCost } from "./list-cost.ts";
export { holdersOf, leaseConformance } from "./lease-conformance.ts";
export { snapshotConformance } from "./snapshot-conformance.ts";
export { exportedExecution, type ExecutionExport } from "./exported-execution.ts";
export { checkpointConformance, checkpointOf } from "./checkpoint-conformance.ts";
