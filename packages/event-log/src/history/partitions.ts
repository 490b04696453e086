/** How lists are spread over the partitions of their indexes: enough that no partition is written by everybody, few enough that a page costs few reads. */
import { executionTypeSchema, type ExecutionType } from "@dr/events";
import { stableShard } from "../shard.ts";
import type { HistoryStatus } from "./history-store.ts";

/** Partitions of the list of all executions, and of each status in which many executions are. */
const LIST_SHARDS = 4;

/** What every execution goes through and stays in; who is planned or waits is few, and read by every admission. */
const CROWDED: ReadonlySet<HistoryStatus> = new Set(["in_progress", "completed", "failed", "cancelled"]);

/** Partitions of the list of one status. */
export function statusPartitions(status: HistoryStatus): readonly string[] {
  return CROWDED.has(status) ? shards().map((shard) => `${status}#${shard}`) : [status];
}

/** Partition in which an execution stands in the list of its status. */
export function statusPartitionOf({ Status, ExecutionId }: { readonly Status: HistoryStatus; readonly ExecutionId: string }): string {
  return CROWDED.has(Status) ? `${Status}#${stableShard(ExecutionId, LIST_SHARDS)}` : Status;
}

/** Partitions of the list of all executions. */
export function allPartitions(): readonly string[] {
  return shards();
}

/** Partition in which an execution stands in the list of all: the same all its life, so it is written once. */
export function allPartitionOf(executionId: string): string {
  return String(stableShard(executionId, LIST_SHARDS));
}

/** Partitions of the list of one plan: each type of execution has its own. */
export function planPartitions(planId: string, executionType?: ExecutionType): readonly string[] {
  const types = executionType === undefined ? executionTypeSchema.options : [executionType];
  return types.map((type) => planPartitionOf({ PlanId: planId, executionType: type }));
}

/** Partition in which an execution stands in the list of its plan. */
export function planPartitionOf({ PlanId, executionType }: { readonly PlanId: string; readonly executionType: string }): string {
  return `${executionType}#${PlanId}`;
}

function shards(): readonly string[] {
  return Array.from({ length: LIST_SHARDS }, (_, shard) => String(shard));
}
