/** Merges the partitions of the status index into one list by start time. */
import * as z from "zod";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { HistoryItem, HistoryStatus, Page, PageOptions } from "./history-store.ts";

/** A piece of one partition: at most `limit` items not before `from` in the order asked for, and after the item `afterId` of that time. */
export interface PartitionQuery {
  readonly status: HistoryStatus;
  readonly limit: number;
  readonly oldestFirst: boolean;
  readonly from: string | undefined;
  readonly afterId: string | undefined;
}

/** Reads a piece of one partition, in order of StartTime; items of one time in any order that stays. */
export type ReadPartition = (query: PartitionQuery) => Promise<readonly HistoryItem[]>;

/**
 * Where a list stands: the StartTime of the last item given, and per status the last item of exactly that time. An execution that moves to another
 * status between two pages is therefore found there, because no partition is ever "done".
 */
const positionSchema = z.object({
  time: z.string().min(1),
  last: z.record(z.string(), z.string().min(1)),
  oldestFirst: z.boolean(),
});
type Position = z.infer<typeof positionSchema>;

const DEFAULT_LIMIT = 50;

/** One page over several statuses. Reads `limit` items of each partition: the page may come whole from any of them. */
export async function listByStartTime(
  statuses: readonly HistoryStatus[],
  read: ReadPartition,
  { limit = DEFAULT_LIMIT, cursor, order = "newest_first" }: PageOptions = {},
): Promise<Page<HistoryItem>> {
  const oldestFirst = order === "oldest_first";
  const position = decodeCursor(
    cursor,
    positionSchema.refine((found) => found.oldestFirst === oldestFirst, "of a list in another order"),
  );
  const partitions = await Promise.all(
    statuses.map((status) => read({ status, limit, oldestFirst, from: position?.time, afterId: position?.last[status] })),
  );
  const direction = oldestFirst ? 1 : -1;
  // The sort is stable, so items of one partition and one time stay as the partition has them.
  const merged = partitions.flat().toSorted((one, other) => direction * compare(one.StartTime, other.StartTime));
  const items = merged.slice(0, limit);
  const time = items.at(-1)?.StartTime;
  const more = merged.length > limit || partitions.some((partition) => partition.length === limit);
  if (time === undefined || !more) return { items };
  return { items, cursor: encodeCursor(positionAfter(items, time, { last: position?.time === time ? position.last : {}, oldestFirst })) };
}

function positionAfter(items: readonly HistoryItem[], time: string, before: Pick<Position, "last" | "oldestFirst">): Position {
  const last = { ...before.last };
  for (const item of items) if (item.StartTime === time) last[item.Status] = item.ExecutionId;
  return { ...before, time, last };
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
