/** Global secondary indexes: they follow the table, usually at once, at times seconds later. */
import {
  createMemoryHistoryStore,
  type Commit,
  type FeedEntry,
  type HistoryStore,
  type NewHistoryItem,
  type TimeFeed,
} from "@dr/event-log";
import type { Kernel } from "../kernel/process.ts";

/** Longest time that an index lags behind. The publisher's sweep reads an overlap of 15 s, clock differences included. */
const MAX_LAG_MS = 10_000;

function lagOf({ faults }: Kernel): number {
  return faults.strikes("stale_index") ? faults.random.between(500, MAX_LAG_MS) : 0;
}

/** The list of executions, and whether a sweep would find anything in it. */
export interface LaggingHistory extends HistoryStore {
  readonly isAnythingDue: (nowMs: number, slotIsFree: boolean) => boolean;
}

/** The list of executions: items are read as they are, lists from indexes that lag behind. */
export function createLaggingHistory(kernel: Kernel): LaggingHistory {
  const table = createMemoryHistoryStore();
  const index = createMemoryHistoryStore();
  const shown = new Map<string, NewHistoryItem>();
  const show = async (item: NewHistoryItem): Promise<void> => {
    if (await index.put(item)) shown.set(item.ExecutionId, item);
  };
  return {
    ...index,
    get: table.get,
    put: async (item) => {
      const written = await table.put(item);
      const lagMs = written ? lagOf(kernel) : 0;
      if (lagMs === 0) await show(item);
      else kernel.scheduler.after(lagMs, () => void show(item));
      return written;
    },
    isAnythingDue: (nowMs, slotIsFree) =>
      [...shown.values()].some(
        ({ Status, dueAt }) =>
          Status === "planning" ||
          (Status === "queued" && slotIsFree) ||
          (dueAt !== undefined && Date.parse(dueAt) <= nowMs + SWEEP_SLACK_MS),
      ),
  };
}

/** A clock that is ahead finds something due a little earlier. */
const SWEEP_SLACK_MS = 2_000;

/** The time feed over a log's commits. */
export function createLaggingFeed(kernel: Kernel, log: TimeFeed): { readonly feed: TimeFeed; readonly onCommit: (commit: Commit) => void } {
  const hidden = new Set<string>();
  const keyOf = ({ streamId, firstVersion }: FeedEntry): string => `${streamId}:${firstVersion}`;
  return {
    feed: { readHour: async (range) => (await log.readHour(range)).filter((entry) => !hidden.has(keyOf(entry))) },
    onCommit: (commit) => {
      const lagMs = lagOf(kernel);
      if (lagMs === 0) return;
      hidden.add(keyOf(commit));
      kernel.scheduler.after(lagMs, () => hidden.delete(keyOf(commit)));
    },
  };
}
