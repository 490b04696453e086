/** The list of executions in memory. */
import { HISTORY_STATUSES, historyItemSchema, type HistoryItem, type HistoryStore } from "../history/history-store.ts";
import { listByStartTime, type PartitionQuery } from "../history/list-by-start-time.ts";
import { toHistoryRecord } from "../history/to-history-record.ts";

/** An empty list. Items of one StartTime stand in the order of their ids. */
export function createMemoryHistoryStore(): HistoryStore {
  const items = new Map<string, HistoryItem>();

  const readPartition = async ({ status, limit, oldestFirst, from, afterId }: PartitionQuery): Promise<readonly HistoryItem[]> => {
    const direction = oldestFirst ? 1 : -1;
    const sortKey = (item: HistoryItem): string => `${item.StartTime}#${item.ExecutionId}`;
    const after = afterId === undefined ? undefined : `${from}#${afterId}`;
    return [...items.values()]
      .filter((item) => item.Status === status)
      .filter((item) => from === undefined || (oldestFirst ? item.StartTime >= from : item.StartTime <= from))
      .filter((item) => after === undefined || (oldestFirst ? sortKey(item) > after : sortKey(item) < after))
      .toSorted((one, other) => (sortKey(one) < sortKey(other) ? -direction : direction))
      .slice(0, limit);
  };
  const active = (shard: string): readonly HistoryItem[] =>
    [...items.values()]
      .filter((item) => item.activeShard === shard)
      .toSorted((one, other) => ((one.dueAt ?? "") < (other.dueAt ?? "") ? -1 : 1));

  return {
    put: async (item) => {
      if ((items.get(item.ExecutionId)?.version ?? 0) >= item.version) return false;
      items.set(item.ExecutionId, historyItemSchema.parse(toHistoryRecord(item)));
      return true;
    },
    get: async (executionId) => items.get(executionId) ?? null,
    listByStatus: (status, options) => listByStartTime([status], readPartition, options),
    listAll: (options) => listByStartTime(HISTORY_STATUSES, readPartition, options),
    listDue: async (shard, nowIso) => active(shard).filter((item) => (item.dueAt ?? "") <= nowIso),
    listActive: async (shard) => active(shard),
  };
}
