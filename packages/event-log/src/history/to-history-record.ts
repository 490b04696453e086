/** What of a history item is stored. */
import { stableShard } from "../shard.ts";
import { ACTIVE_SHARDS, type NewHistoryItem } from "./history-store.ts";

/** Shard of an execution in the index of open executions, as the index spells it. */
export function activeShardOf(executionId: string): string {
  return String(stableShard(executionId, ACTIVE_SHARDS));
}

/** The record of an item: without undefined fields, and in the index of open executions exactly while it has a `dueAt`. */
export function toHistoryRecord({ activeShard: _, ...item }: NewHistoryItem): Record<string, unknown> {
  const shard = item.dueAt === undefined ? {} : { activeShard: activeShardOf(item.ExecutionId) };
  return Object.fromEntries(Object.entries({ ...item, ...shard }).filter(([, value]) => value !== undefined));
}
