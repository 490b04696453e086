/** The tables of the log and of what is derived from it, as plain data. */
import type { BucketManifest, TableManifest } from "@dr/runtime";

/** The log itself: commit items only, never changed, never expired. */
export const eventLogTable: TableManifest = {
  name: "dr-event-log",
  dataClass: "evidence",
  partitionKey: "pk",
  sortKey: "sk",
  indexes: [{ name: "TimeFeed", partitionKey: "feedPk", sortKey: "feedSk", projection: "KEYS_ONLY" }],
  stream: true,
};

/**
 * One item per execution; a cache of the log that can be rebuilt. `ActiveIndex` holds open executions alone. The lists hold keys alone:
 * an open execution, whose item is written with each of its commits, writes to them when it begins and when its status changes.
 */
export const executionHistoryTable: TableManifest = {
  name: "dr-execution-history",
  partitionKey: "ExecutionId",
  indexes: [
    { name: "StatusIndex", partitionKey: "Status", sortKey: "StartTime", projection: "KEYS_ONLY" },
    { name: "StartedIndex", partitionKey: "fullList", sortKey: "StartTime", projection: "KEYS_ONLY" },
    { name: "PlanIndex", partitionKey: "PlanId", sortKey: "StartTime", projection: "KEYS_ONLY" },
    { name: "PlanTypeIndex", partitionKey: "planTypeList", sortKey: "StartTime", projection: "KEYS_ONLY" },
    { name: "ActiveIndex", partitionKey: "activeShard", sortKey: "dueAt", projection: "ALL" },
  ],
};

/** One item per plan; a cache of the log that can be rebuilt. `LiveIndex` holds the plans that are not deleted alone. */
export const planCatalogTable: TableManifest = {
  name: "dr-plan-catalog",
  partitionKey: "PlanId",
  indexes: [{ name: "LiveIndex", partitionKey: "live", sortKey: "PlanId", projection: "ALL" }],
};

/** Folded states of long streams; losing them costs time and nothing else. */
export const snapshotTable: TableManifest = {
  name: "dr-snapshots",
  partitionKey: "streamId",
  regional: "they are made anew from the log, and a strongly consistent write to two Regions would cost more than they save",
};

/** Who holds which slot, plan or resource. Re-derivable from the open executions. `HolderIndex` has one key for each holder, whatever he holds. */
export const leaseTable: TableManifest = {
  name: "dr-leases",
  partitionKey: "pk",
  indexes: [{ name: "HolderIndex", partitionKey: "holderShard", sortKey: "since", projection: "KEYS_ONLY" }],
};

/** Which parts of which Region are alive: a Region may lead only while its planner and its publisher say so. */
export const deploymentTable: TableManifest = {
  name: "dr-deployments",
  partitionKey: "region",
  sortKey: "part",
  regional: "nobody asks but the deployment of the same Region, before it takes the lead",
};

/** How far running operations are; progress is not history. */
export const operationTable: TableManifest = { name: "dr-operations", partitionKey: "operationId", ttlAttribute: "expiresAt" };

/** Checkpoints of the log, written by the publisher; locked for seven years, what auditors usually ask for. */
export const checkpointBucket: BucketManifest = { name: "dr-checkpoints", lockDays: 7 * 365 };

/** Secret that snapshots are sealed with, made by people; rights on tables do not give it. While it is missing, streams are folded from their start. */
export const SNAPSHOT_KEY_SECRET = "dr-orchestration/snapshot-key";
