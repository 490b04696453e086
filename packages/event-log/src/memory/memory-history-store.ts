/** The list of executions in memory. */
import type { HistoryItem, HistoryStore, Page, PageOptions } from "../history/history-store.ts";
import { listByStartTime, type PartitionQuery } from "../history/list-by-start-time.ts";
import {
  allPartitionOf,
  allPartitions,
  planPartitionOf,
  planPartitions,
  statusPartitionOf,
  statusPartitions,
} from "../history/partitions.ts";
import { toHistoryItem, toHistoryRecord } from "../history/to-history-record.ts";

/** An empty list. Items of one StartTime stand in the order of their ids. */
export function createMemoryHistoryStore(): HistoryStore {
  const items = new Map<string, HistoryItem>();

  const list = async (
    partitions: readonly string[],
    partitionOf: (item: HistoryItem) => string,
    options?: PageOptions,
  ): Promise<Page<HistoryItem>> => {
    const page = await listByStartTime(partitions, async (piece) => readPiece([...items.values()], partitionOf, piece), options);
    return { ...page, items: page.items.flatMap(({ ExecutionId }) => items.get(ExecutionId) ?? []) };
  };
  const active = (shard: string): readonly HistoryItem[] =>
    [...items.values()]
      .filter((item) => item.activeShard === shard)
      .toSorted((one, other) => ((one.dueAt ?? "") < (other.dueAt ?? "") ? -1 : 1));

  return {
    put: async (item) => {
      if ((items.get(item.ExecutionId)?.version ?? 0) >= item.version) return false;
      items.set(item.ExecutionId, toHistoryItem(toHistoryRecord(item)));
      return true;
    },
    get: async (executionId) => items.get(executionId) ?? null,
    remove: async (executionId, version) => {
      const found = items.get(executionId);
      return found?.version === version && found.dueAt === undefined && items.delete(executionId);
    },
    listByStatus: (status, options) => list(statusPartitions(status), statusPartitionOf, options),
    listAll: (options) => list(allPartitions(), ({ ExecutionId }) => allPartitionOf(ExecutionId), options),
    listByPlan: (planId, options) => list(planPartitions(planId, options?.executionType), planPartitionOf, options),
    listDue: async (shard, nowIso) => active(shard).filter((item) => (item.dueAt ?? "") <= nowIso),
    listActive: async (shard) => active(shard),
  };
}

function readPiece(
  items: readonly HistoryItem[],
  partitionOf: (item: HistoryItem) => string,
  { partition, limit, oldestFirst, from, afterId }: PartitionQuery,
): readonly HistoryItem[] {
  const direction = oldestFirst ? 1 : -1;
  const sortKey = (item: HistoryItem): string => `${item.StartTime}#${item.ExecutionId}`;
  const after = afterId === undefined ? undefined : `${from}#${afterId}`;
  return items
    .filter((item) => partitionOf(item) === partition)
    .filter((item) => from === undefined || (oldestFirst ? item.StartTime >= from : item.StartTime <= from))
    .filter((item) => after === undefined || (oldestFirst ? sortKey(item) > after : sortKey(item) < after))
    .toSorted((one, other) => (sortKey(one) < sortKey(other) ? -direction : direction))
    .slice(0, limit);
}
