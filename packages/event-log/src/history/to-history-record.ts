/** What of a history item is stored. */
import { stableShard } from "../shard.ts";
import { ACTIVE_SHARDS, historyItemSchema, type HistoryItem, type NewHistoryItem } from "./history-store.ts";
import { ALL_EXECUTIONS, planTypePartitionOf } from "./partitions.ts";

/** Shard of an execution in the index of open executions, as the index spells it. */
export function activeShardOf(executionId: string): string {
  return String(stableShard(executionId, ACTIVE_SHARDS));
}

/** The record of an item: without undefined fields, with the partitions of its lists, and in the index of open executions exactly while it has a `dueAt`. */
export function toHistoryRecord({ activeShard: _, ...item }: NewHistoryItem): Record<string, unknown> {
  const shard = item.dueAt === undefined ? {} : { activeShard: activeShardOf(item.ExecutionId) };
  const lists = { fullList: ALL_EXECUTIONS, planTypeList: planTypePartitionOf(item) };
  return Object.fromEntries(Object.entries({ ...item, ...shard, ...lists }).filter(([, value]) => value !== undefined));
}

/** The item of a record. */
export function toHistoryItem({ fullList: _f, planTypeList: _p, ...record }: Record<string, unknown>): HistoryItem {
  return historyItemSchema.parse(record);
}
