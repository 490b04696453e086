/** Merges the partitions of an index into one list by start time. */
import * as z from "zod";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { Page, PageOptions } from "./history-store.ts";

/** A piece of one partition: at most `limit` entries not before `from` in the order asked for, and after the entry `afterId` of that time. */
export interface PartitionQuery {
  readonly partition: string;
  readonly limit: number;
  readonly oldestFirst: boolean;
  readonly from: string | undefined;
  readonly afterId: string | undefined;
}

/** An execution as an index knows it. */
export interface ListEntry {
  readonly ExecutionId: string;
  readonly StartTime: string;
}

/** Reads a piece of one partition, in order of StartTime; entries of one time in any order that stays. */
export type ReadPartition = (query: PartitionQuery) => Promise<readonly ListEntry[]>;

/**
 * Where a list stands: the StartTime of the last entry given, and per partition the last entry of exactly that time. An execution that moves to another
 * partition between two pages is therefore found there, because no partition is ever "done".
 */
const positionSchema = z.object({
  time: z.string().min(1),
  last: z.record(z.string(), z.string().min(1)),
  oldestFirst: z.boolean(),
});
type Position = z.infer<typeof positionSchema>;
type Placed = ListEntry & { readonly partition: string };

const DEFAULT_LIMIT = 50;

/**
 * One page over several partitions. Reads `limit` entries of each partition, for the page may come whole from any of them: a page costs the same however
 * long the list is.
 */
export async function listByStartTime(
  partitions: readonly string[],
  read: ReadPartition,
  { limit = DEFAULT_LIMIT, cursor, order = "newest_first" }: PageOptions = {},
): Promise<Page<ListEntry>> {
  const oldestFirst = order === "oldest_first";
  const position = decodeCursor(
    cursor,
    positionSchema.refine((found) => found.oldestFirst === oldestFirst, "of a list in another order"),
  );
  const pieces = await Promise.all(
    partitions.map(async (partition): Promise<readonly Placed[]> => {
      const piece = await read({ partition, limit, oldestFirst, from: position?.time, afterId: position?.last[partition] });
      return piece.map((entry) => ({ ...entry, partition }));
    }),
  );
  const direction = oldestFirst ? 1 : -1;
  // The sort is stable, so entries of one partition and one time stay as the partition has them.
  const merged = pieces.flat().toSorted((one, other) => direction * compare(one.StartTime, other.StartTime));
  const items = merged.slice(0, limit);
  const time = items.at(-1)?.StartTime;
  const more = merged.length > limit || pieces.some((piece) => piece.length === limit);
  if (time === undefined || !more) return { items };
  return { items, cursor: encodeCursor(positionAfter(items, time, { last: position?.time === time ? position.last : {}, oldestFirst })) };
}

function positionAfter(items: readonly Placed[], time: string, before: Pick<Position, "last" | "oldestFirst">): Position {
  const last = { ...before.last };
  for (const item of items) if (item.StartTime === time) last[item.partition] = item.ExecutionId;
  return { ...before, time, last };
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
