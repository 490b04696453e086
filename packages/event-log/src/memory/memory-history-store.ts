/** The list of executions in memory. */
import type { HistoryItem, HistoryStore, Page, PageOptions } from "../history/history-store.ts";
import { toPage, toPageQuery, type PageQuery } from "../history/list-page.ts";
import { toHistoryItem, toHistoryRecord } from "../history/to-history-record.ts";

/** An empty list. Items of one StartTime stand in the order of their ids. */
export function createMemoryHistoryStore(): HistoryStore {
  const items = new Map<string, HistoryItem>();

  const list = async (belongs: (item: HistoryItem) => boolean, options?: PageOptions): Promise<Page<HistoryItem>> => {
    const asked = toPageQuery(options);
    return toPage(readPage([...items.values()].filter(belongs), asked), asked);
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
    getAll: async (ids) => new Map([...items].filter(([id]) => ids.includes(id))),
    remove: async (executionId, version) => {
      const found = items.get(executionId);
      return found?.version === version && found.dueAt === undefined && items.delete(executionId);
    },
    listByStatus: (status, options) => list(({ Status }) => Status === status, options),
    listAll: (options) => list(() => true, options),
    listByPlan: (planId, { executionType, ...options } = {}) =>
      list((item) => item.PlanId === planId && (executionType === undefined || item.executionType === executionType), options),
    listDue: async (shard, nowIso) => active(shard).filter((item) => (item.dueAt ?? "") <= nowIso),
    listActive: async (shard) => active(shard),
  };
}

function readPage(items: readonly HistoryItem[], { limit, oldestFirst, from, to, after }: PageQuery): readonly HistoryItem[] {
  const direction = oldestFirst ? 1 : -1;
  const sortKey = ({ StartTime, ExecutionId }: Pick<HistoryItem, "StartTime" | "ExecutionId">): string => `${StartTime}#${ExecutionId}`;
  return items
    .filter(({ StartTime }) => StartTime >= from && StartTime <= to)
    .filter((item) => after === undefined || (oldestFirst ? sortKey(item) > sortKey(after) : sortKey(item) < sortKey(after)))
    .toSorted((one, other) => (sortKey(one) < sortKey(other) ? -direction : direction))
    .slice(0, limit);
}
