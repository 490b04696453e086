/** Pages of a list by start time: what is asked of the index, and the cursor of the next page. */
import { lazyObject } from "@dr/events";
import * as z from "zod";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { Page, PageOptions } from "./history-store.ts";

/** What a page asks of an index: at most `limit` entries from `from` to `to` (StartTimes, both included), after the entry `after` in the order asked for. */
export interface PageQuery {
  readonly limit: number;
  readonly oldestFirst: boolean;
  readonly from: string;
  readonly to: string;
  readonly after: ListEntry | undefined;
}

/** An execution as an index knows it. */
export interface ListEntry {
  readonly ExecutionId: string;
  readonly StartTime: string;
}

const positionSchema = lazyObject(() => ({ time: z.string().min(1), id: z.string().min(1), oldestFirst: z.boolean() }));

const DEFAULT_LIMIT = 50;
/** Before and after every StartTime. */
const ALWAYS = { from: "0", to: "9999" };

/** The query of a page. Throws `history.invalid_cursor` if the cursor is not of a list in this order. */
export function toPageQuery({ limit = DEFAULT_LIMIT, cursor, order, startedFrom, startedBefore }: PageOptions = {}): PageQuery {
  const oldestFirst = order === "oldest_first";
  const position = decodeCursor(
    cursor,
    positionSchema.refine((found) => found.oldestFirst === oldestFirst, "of a list in another order"),
  );
  const after = position === undefined ? undefined : { ExecutionId: position.id, StartTime: position.time };
  const from = startedFrom ?? ALWAYS.from;
  // An index knows no bound that is left out; a millisecond earlier is the same, for times have no finer part.
  const to = startedBefore === undefined ? ALWAYS.to : new Date(Date.parse(startedBefore) - 1).toISOString();
  return oldestFirst
    ? { limit, oldestFirst, from: latest(from, after?.StartTime), to, after }
    : { limit, oldestFirst, from, to: earliest(to, after?.StartTime), after };
}

/** The page of what an index answered: with a cursor if it is full, for then there may be more. */
export function toPage<Entry extends ListEntry>(entries: readonly Entry[], { limit, oldestFirst }: PageQuery): Page<Entry> {
  const last = entries.at(-1);
  if (last === undefined || entries.length < limit) return { items: entries };
  return { items: entries, cursor: cursorAfter(last, oldestFirst ? "oldest_first" : "newest_first") };
}

/** The cursor of the page that begins behind an entry. */
export function cursorAfter({ StartTime, ExecutionId }: ListEntry, order: PageOptions["order"] = "newest_first"): string {
  return encodeCursor({ time: StartTime, id: ExecutionId, oldestFirst: order === "oldest_first" });
}

const earliest = (one: string, other: string | undefined): string => (other === undefined || one < other ? one : other);
const latest = (one: string, other: string | undefined): string => (other === undefined || one > other ? one : other);
