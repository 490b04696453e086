/** What an adapter is made of: operations, the adapter itself, its function and its manifest. */
export { adapterManifest, type AdapterIam, type AdapterManifestOptions, type AdapterSizing } from "./adapter-manifest.ts";
export type { EndedOperation } from "./metrics/ended-operation.ts";
export { metricName, metricNamespace, operationMetrics, toLine, type EmfLine, type Metric } from "./metrics/operation-metrics.ts";
export { collectPages, createClientPair, createRegionalClients, firstInPages, type ClientConfig, type ClientPair } from "./client-pair.ts";
export { lazyPort } from "@dr/runtime";
export { atHome, connectedThrough, connectionOf, type Connection } from "./connection.ts";
export { createClientsAt, sameEverywhere, type ClientsAt } from "./accounts/places.ts";
export { defineAdapter, type Adapter } from "./define-adapter.ts";
export { boundedAll, inBatches } from "./batch.ts";
export { isSkippedInDrill, type DrillSemantics } from "./drill.ts";
export { classifyAwsError, type ClassifiedError } from "./errors/classify.ts";
export type { ErrorClass } from "./errors/error-class.ts";
export { gatherReads, type GatheredReads } from "./gathered-reads.ts";
export { block, info, refuseWith, wait, warn, type Finding } from "./finding.ts";
export { createDynamoLedger, type DynamoLedgerDeps } from "./ledger/dynamo-ledger.ts";
export type { LedgerItem, LedgerStep, OperationMember, StepState, StoredOutcome } from "./ledger/item.ts";
export { createMemoryLedger } from "./ledger/memory-ledger.ts";
export type { Ledger, LedgerLock } from "./ledger/port.ts";
export { laneOf, parseMessage, type KitMessage, type OperationRequest, type OwnMessage } from "./messages/message.ts";
export type {
  Answers,
  Batch,
  BatchChange,
  BatchEffect,
  BatchIntent,
  BatchTarget,
  Discovery,
  EarlierStage,
  Effect,
  Evidence,
  InverseContext,
  JournaledEffect,
  Operation,
  PollAnswer,
  Preparation,
  TaskContext,
} from "./operation.ts";
export { toRegistryEntry, toRegistryParameters, type RegistryEntry, type RegistryParameter } from "./registry-entry.ts";
export { toPreparation } from "./preparation.ts";
export type { Query, QueryContext } from "./query.ts";
export { createQueryFunction, type QueryAnswer } from "./query-function.ts";
export { checkReadiness, type Readiness, type ReadinessCheck, type ReadinessQuestion } from "./readiness.ts";
export { statusWords, worstReading, type Meaning, type StatusReading, type StatusVocabulary } from "./status-words.ts";
export {
  choose,
  defaultsPath,
  placesOf,
  readDefaults,
  type Chosen,
  type EnvironmentDefaults,
  type ReadParameters,
} from "./settings/choose.ts";
export { isGate } from "./settings/gates.ts";
export { secondsSchema } from "./settings/seconds.ts";
export { createTaskFunction } from "./task-function.ts";
export type { Delivery, EngineDeps, EngineSettings, SelfQueue } from "./task/engine.ts";
export type { Echo, EchoedFact } from "./task/echo.ts";
export { createFactPublisher, type FactPublisher } from "./task/facts.ts";
export { createTaskWorker, type TaskWorker } from "./task/worker.ts";
export type { Change, TransitionParts } from "./transition/parts.ts";
export { drillWith, onlyLooksInDrill, undoingWith } from "./transition/in-drill.ts";
export { transitionsOn, type Kinds, type OperationHead, type TransitionEffects } from "./transition/transition.ts";
export { parseStage, type Stage } from "./stage.ts";
export { fromTagList, toTagList } from "./tag-list.ts";
export { taskMark } from "./task-mark.ts";
export { NO_DATA } from "./untouched.ts";
