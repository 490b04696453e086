/** The list of executions, by whatever it is filtered. */
import type { HistoryItem, HistoryStatus, HistoryStore, Page } from "@dr/event-log";

/** What the caller wants to see. Times are ISO 8601. */
export interface ListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly status?: HistoryStatus | undefined;
  readonly planId?: string | undefined;
  readonly executionType?: "drill" | "recovery" | undefined;
  /** `key=value`, several with commas between. */
  readonly tag?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

type Lists = Pick<HistoryStore, "listAll" | "listByStatus" | "listByPlan">;

/** Pages that are looked through for one answer; what is left is the next page's. */
const MAX_PAGES = 8;

/** One page, newest first. Filters that no index serves may leave it short: with a cursor, there may be more. */
export async function listExecutions(history: Lists, query: ListQuery): Promise<Page<HistoryItem>> {
  const { limit, from } = query;
  const fits = createFilter(query);
  const oldest = from === undefined ? undefined : new Date(from).toISOString();
  const found: HistoryItem[] = [];
  let { cursor } = query;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await readPage(history, query, { limit: limit - found.length, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items.filter(fits));
    const isPast = oldest !== undefined && page.items.some(({ StartTime }) => StartTime < oldest);
    if (page.cursor === undefined || isPast) return { items: found };
    ({ cursor } = page);
    if (found.length >= limit) break;
  }
  return { items: found, ...(cursor === undefined ? {} : { cursor }) };
}

function readPage(
  history: Lists,
  { planId, executionType, status }: ListQuery,
  page: { readonly limit: number; readonly cursor?: string },
) {
  if (planId !== undefined) return history.listByPlan(planId, { ...page, ...(executionType === undefined ? {} : { executionType }) });
  return status === undefined ? history.listAll(page) : history.listByStatus(status, page);
}

function createFilter({ status, executionType, tag, from, to }: ListQuery): (item: HistoryItem) => boolean {
  const tags = (tag ?? "")
    .split(",")
    .filter((each) => each !== "")
    .map((each) => [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)] as const);
  const [after, before] = [from, to].map((time) => (time === undefined ? undefined : new Date(time).toISOString()));
  return (item) =>
    (status === undefined || item.Status === status) &&
    (executionType === undefined || item.executionType === executionType) &&
    (after === undefined || item.StartTime >= after) &&
    (before === undefined || item.StartTime < before) &&
    tags.every(([key, value]) => item.Tags?.[key] === value);
}
