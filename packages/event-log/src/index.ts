/** The event log: port, implementations, and what is built on a stream. */
export { assertChain, EMPTY_HEAD, GENESIS_HASH, hashOf, headOf, MAX_EVENT_BYTES } from "./commit.ts";
export { parseCommit } from "./commit-schema.ts";
export { decodeStreamRecord } from "./dynamodb/decode-stream-record.ts";
export { createDynamoEventLog, type DynamoEventLogDeps } from "./dynamodb/dynamo-event-log.ts";
export { createDynamoTimeFeed } from "./dynamodb/dynamo-time-feed.ts";
export { batchGetItems } from "./dynamodb/batch-get.ts";
export { isEmptyTable } from "./dynamodb/is-empty.ts";
export {
  checkpointBucket,
  deploymentTable,
  eventLogTable,
  executionHistoryTable,
  leaseTable,
  operationTable,
  planCatalogTable,
  SNAPSHOT_KEY_SECRET,
  snapshotTable,
} from "./history/tables.ts";
export { createMemoryEventLog, type MemoryEventLog } from "./memory/memory-event-log.ts";
export type { AppendRequest, AppendResult, Commit, CommitMeta, EventLog, StoredEvent, StreamHead } from "./port.ts";
export { stableShard } from "./shard.ts";
export { feedHour, hourRanges, type FeedEntry, type TimeFeed } from "./time-feed.ts";
export { subjectOf, toEnvelope } from "./to-envelope.ts";
export {
  createCommandHandler,
  type CommandContext,
  type CommandDecider,
  type CommandHandler,
  type CommandHandlerDeps,
  type HandleResult,
} from "./commands/command-handler.ts";
export { foldCommits, foldStream, startOf, toDomainEvent, type Folded } from "./commands/fold.ts";
export { readHead, type Loaded } from "./commands/load-stream.ts";
export { createStateCache, type StateCache } from "./commands/state-cache.ts";
export { createMemorySnapshotStore } from "./memory/memory-snapshot-store.ts";
export { type Snapshot, type SnapshotPolicy, type SnapshotStore } from "./snapshots/snapshot-store.ts";
export { createDeploymentStore } from "./dynamodb/dynamo-deployments.ts";
export {
  createSayAlive,
  LEADING_PARTS,
  silentParts,
  type Beat,
  type DeploymentStore,
  type LeadingPart,
  type SayAlive,
} from "./leadership/deployments.ts";
export { createLead, type Lead, type Standing } from "./leadership/lead.ts";
export { LEADERSHIP_STREAM, leadershipDecider, type Leadership, type TakeTheLead } from "./leadership/leadership.ts";
export { createMemoryDeployments } from "./memory/memory-deployments.ts";
export { lastDrill, pastExecutions, type PastExecutionsDeps } from "./history/past-executions.ts";
export { createHistoryStore } from "./dynamodb/dynamo-history-store.ts";
export { createLeaseStore } from "./dynamodb/dynamo-lease-store.ts";
export { createPlanCatalog } from "./dynamodb/dynamo-plan-catalog.ts";
export { createSnapshotStore } from "./dynamodb/dynamo-snapshot-store.ts";
export {
  ACTIVE_SHARDS,
  type HistoryItem,
  type HistoryStore,
  type NewHistoryItem,
  type Page,
  type PageOptions,
} from "./history/history-store.ts";
export { cursorAfter } from "./history/list-page.ts";
export { type PlanCatalog, type PlanCatalogItem } from "./history/plan-catalog.ts";
export { activeShardOf } from "./history/to-history-record.ts";
export { SLOTS, type Holder, type Lease, type LeaseClaim, type LeaseMeta, type LeaseStore, type TakeResult } from "./leases/lease-store.ts";
export { createMemoryHistoryStore } from "./memory/memory-history-store.ts";
export { createMemoryLeaseStore } from "./memory/memory-lease-store.ts";
export { createMemoryPlanCatalog } from "./memory/memory-plan-catalog.ts";
export { createAnchors, type Anchors, type AnchorsDeps } from "./checkpoints/anchors.ts";
export { checkpointFolder, checkpointPath, type CheckpointStore } from "./checkpoints/checkpoint-store.ts";
export { checkpointHash, parseCheckpoint, signCheckpoint, verifyCheckpoint, type Checkpoint } from "./checkpoints/checkpoint.ts";
export { createFileCheckpointStore } from "./checkpoints/file-checkpoint-store.ts";
export { createMemoryCheckpointStore } from "./memory/memory-checkpoint-store.ts";
export { type VerifyCode, type VerifyProblem } from "./verify/check-commits.ts";
export { type Anchoring } from "./verify/check-checkpoints.ts";
export {
  exportText,
  parseHeadKey,
  signHead,
  signText,
  verifyHead,
  verifyText,
  type HeadKey,
  type HeadSignature,
  type SignedHead,
} from "./verify/signature.ts";
export { EXPORT_FORMAT, verifyExport, type VerifyOptions, type VerifyResult } from "./verify/verify-export.ts";
