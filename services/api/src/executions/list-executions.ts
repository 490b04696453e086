/** The list of executions, by whatever it is filtered. */
import { cursorAfter, type HistoryItem, type HistoryStore, type Page, type PageOptions } from "@dr/event-log";
import type { ShownStatus } from "@dr/events";

/** What the caller wants to see. Times are ISO 8601. */
export interface ListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly status?: ShownStatus | undefined;
  readonly planId?: string | undefined;
  readonly executionType?: "drill" | "recovery" | undefined;
  /** `key=value`, several with commas between. */
  readonly tag?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

type Lists = Pick<HistoryStore, "listAll" | "listByStatus" | "listByPlan">;

/** Looked through for one answer where no index serves a filter: as many as one request reads. */
const LOOKED_AT = 100;

/** One page, newest first, by two requests. A filter that no index serves may leave it short: with a cursor, there may be more. */
export async function listExecutions(history: Lists, query: ListQuery): Promise<Page<HistoryItem>> {
  const { limit, planId, status, executionType, tag } = query;
  const isSifted = tag !== undefined || (planId === undefined ? executionType : status) !== undefined;
  const page = await readPage(history, query, isSifted ? LOOKED_AT : limit);
  const found = page.items.filter(createFilter(query));
  const last = found[limit - 1];
  return last === undefined || found.length === limit
    ? { ...page, items: found }
    : { items: found.slice(0, limit), cursor: cursorAfter(last) };
}

function readPage(
  history: Lists,
  { cursor, planId, executionType, status, from, to }: ListQuery,
  limit: number,
): Promise<Page<HistoryItem>> {
  const page: PageOptions = { limit, cursor, startedFrom: toIso(from), startedBefore: toIso(to) };
  if (planId !== undefined) return history.listByPlan(planId, { ...page, ...(executionType === undefined ? {} : { executionType }) });
  return status === undefined ? history.listAll(page) : history.listByStatus(status, page);
}

/** As start times are written: in UTC, with milliseconds. */
function toIso(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function createFilter({ status, executionType, tag }: ListQuery): (item: HistoryItem) => boolean {
  const tags = (tag ?? "")
    .split(",")
    .filter((each) => each !== "")
    .map((each) => [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)] as const);
  return (item) =>
    (status === undefined || item.Status === status) &&
    (executionType === undefined || item.executionType === executionType) &&
    tags.every(([key, value]) => item.Tags?.[key] === value);
}
