/** The tables that both Regions share, strongly consistent, and how one process sees them. */
import {
  createMemoryDeployments,
  createMemoryEventLog,
  createMemoryLeaseStore,
  createMemoryPlanCatalog,
  createMemorySnapshotStore,
  type Commit,
  type DeploymentStore,
  type EventLog,
  type HistoryStore,
  type LeaseStore,
  type MemoryEventLog,
  type PlanCatalog,
  type SnapshotPolicy,
  type TimeFeed,
} from "@dr/event-log";
import { createMemoryOperationStore } from "@dr/planner/operations/memory-operation-store";
import type { OperationStore } from "@dr/planner/operations/operation-store";
import type { Kernel, SimProcess } from "../kernel/process.ts";
import { wrapPort } from "../kernel/wrap-port.ts";
import { createIdempotencyRecords } from "./idempotency-records.ts";
import { createLaggingFeed, createLaggingHistory, type LaggingHistory } from "./lagging-index.ts";
import type { IdempotencyRecords } from "@dr/api/idempotency/records";

/** The tables as they are. */
export interface SharedTables {
  readonly log: MemoryEventLog;
  readonly feed: TimeFeed;
  readonly history: LaggingHistory;
  readonly catalog: PlanCatalog;
  readonly leases: LeaseStore;
  readonly deployments: DeploymentStore;
  readonly operations: OperationStore;
  readonly records: IdempotencyRecords;
  readonly snapshots: SnapshotPolicy | undefined;
}

/** Events between two snapshots: few, so that short streams have them, too. */
const SNAPSHOT_EVERY = 12;
/** What one request brings from the end of a stream: so little that many executions need their snapshot, or the whole stream. */
const COMMITS_A_PAGE = 6;

/** Empty tables. `onCommit` sees each commit as it lands. */
export function createSharedTables(
  kernel: Kernel,
  options: { readonly withSnapshots: boolean; readonly onCommit: (commit: Commit) => void },
): SharedTables {
  const log = createMemoryEventLog({
    onAppend: (commit) => {
      lagging.onCommit(commit);
      options.onCommit(commit);
    },
  });
  const lagging = createLaggingFeed(kernel, log);
  return {
    log,
    feed: lagging.feed,
    history: createLaggingHistory(kernel),
    catalog: createMemoryPlanCatalog(),
    leases: createMemoryLeaseStore(),
    deployments: createMemoryDeployments(),
    operations: createMemoryOperationStore(),
    records: createIdempotencyRecords(),
    snapshots: options.withSnapshots ? { store: createMemorySnapshotStore(), stateVersion: 1, everyEvents: SNAPSHOT_EVERY } : undefined,
  };
}

/** The tables as a process sees them. */
export function tablesFor(process: SimProcess, tables: SharedTables) {
  const { readHour } = tables.feed;
  const { read, append } = tables.log;
  const readEnd: EventLog["readEnd"] = (streamId, { limit = COMMITS_A_PAGE } = {}) =>
    tables.log.readEnd(streamId, { limit: Math.min(limit, COMMITS_A_PAGE) });
  const { isAnythingDue: _ours, ...history } = tables.history;
  return {
    log: wrapPort<EventLog>(process, "log", { read, readEnd, append }, { append: "repeated_write" }),
    feed: wrapPort<TimeFeed>(process, "feed", { readHour }, { readHour: "routine" }),
    history: wrapPort<HistoryStore>(process, "history", history, { put: "repeated_write", listDue: "routine", listActive: "routine" }),
    catalog: wrapPort(process, "catalog", tables.catalog, { put: "repeated_write" }),
    leases: wrapPort(process, "leases", tables.leases, {
      take: "repeated_write",
      release: "repeated_write",
      releaseKeys: "repeated_write",
      takeSlot: "repeated_write",
    }),
    deployments: wrapPort(process, "deployments", tables.deployments, { write: "routine" }),
    operations: wrapPort<OperationStore>(
      process,
      "operations",
      { hear: tables.operations.hear, lastWords: tables.operations.lastWords },
      { hear: "repeated_write" },
    ),
    snapshots: tables.snapshots && {
      ...tables.snapshots,
      store: wrapPort(process, "snapshots", tables.snapshots.store, { save: "repeated_write" }),
    },
  };
}
