/** What a page of each list costs on a table of some size: requests, items that the engine looked at, and time. */
import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createHistoryStore } from "../dynamodb/dynamo-history-store.ts";
import { createLeaseStore } from "../dynamodb/dynamo-lease-store.ts";
import { createPlanCatalog } from "../dynamodb/dynamo-plan-catalog.ts";
import { executionHistoryTable, leaseTable, planCatalogTable } from "../history/tables.ts";
import type { Page, PageOptions } from "../history/history-store.ts";
import { toHistoryRecord } from "../history/to-history-record.ts";
import { historyItem, planItem } from "./history-conformance.ts";
import { createTable } from "./tables.ts";

/** Cost of the dearest of a hundred pages; `p95Ms` is of all of them. */
export interface ListCost {
  readonly requests: number;
  readonly itemsRead: number;
  readonly p95Ms: number;
}

const PAGE = 20;
const PAGES = 100;
/** Most of a history has ended. */
const ENDED = ["completed", "failed"] as const;
const BATCH = 25;

/** Costs by list, on tables of their own with `size` executions and as many plans. */
export async function listCosts(documents: DynamoDBDocumentClient, size: number): Promise<ReadonlyMap<string, ListCost>> {
  return (await fillLists(documents, size))();
}

/** Fills the tables; what comes back measures the lists on them, as often as it is called. Ten holders have leases, as always: what ended holds none. */
export async function fillLists(documents: DynamoDBDocumentClient, size: number): Promise<() => Promise<ReadonlyMap<string, ListCost>>> {
  const named = (name: string): string => `${name}-${size}`;
  const tables = [executionHistoryTable, planCatalogTable, leaseTable];
  for (const table of tables) await createTable(documents, table, named(table.name));
  await fill(documents, named(executionHistoryTable.name), size, executionRecord);
  await fill(documents, named(planCatalogTable.name), size, planRecord);
  const seen = { requests: 0, itemsRead: 0 };
  const counted = { send: countingSend(documents, seen) } as unknown as DynamoDBDocumentClient;
  const history = createHistoryStore({ documents: counted, tableName: named(executionHistoryTable.name) });
  const plans = createPlanCatalog({ documents: counted, tableName: named(planCatalogTable.name) });
  const leases = createLeaseStore({ documents: counted, tableName: named(leaseTable.name) });
  for (let holder = 0; holder < 10; holder += 1) await leases.take([`RES#${holder}`], `exec-${holder}`, { takenAt: timeOf(holder) });
  const pagesOf = (list: (options: PageOptions) => Promise<Page<unknown>>) => costOfPages(list, seen);
  return async () =>
    new Map([
      ["all executions", await pagesOf(history.listAll)],
      ["executions in progress", await pagesOf((options) => history.listByStatus("in_progress", options))],
      ["completed executions", await pagesOf((options) => history.listByStatus("completed", options))],
      ["newest of a plan", await pagesOf((options) => history.listByPlan("plan-7", { ...options, limit: 1, executionType: "drill" }))],
      ["plans", await pagesOf(plans.list)],
      ["holders of leases", await pagesOf(async () => ({ items: await leases.listHolders() }))],
    ]);
}

type Counts = { requests: number; itemsRead: number };
type Send = (command: unknown) => Promise<Record<string, unknown>>;

function countingSend(documents: DynamoDBDocumentClient, seen: Counts): Send {
  const send = documents.send.bind(documents) as unknown as Send;
  return async (command) => {
    const answer = await send(command);
    seen.requests += 1;
    const { ScannedCount, Responses = {} } = answer as { ScannedCount?: number; Responses?: Record<string, unknown[]> };
    seen.itemsRead += (ScannedCount ?? 0) + Object.values(Responses).reduce((sum, items) => sum + items.length, 0);
    return answer;
  };
}

/** Reads page after page, the last ones far behind the first; at the end of the list it begins again. */
async function costOfPages(list: (options: PageOptions) => Promise<Page<unknown>>, seen: Counts): Promise<ListCost> {
  const costs: ListCost[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const before = { ...seen };
    const start = performance.now();
    ({ cursor } = await list({ limit: PAGE, cursor }));
    costs.push({
      requests: seen.requests - before.requests,
      itemsRead: seen.itemsRead - before.itemsRead,
      p95Ms: performance.now() - start,
    });
  }
  const times = costs.map(({ p95Ms }) => p95Ms).toSorted((a, b) => a - b);
  return {
    requests: Math.max(...costs.map(({ requests }) => requests)),
    itemsRead: Math.max(...costs.map(({ itemsRead }) => itemsRead)),
    p95Ms: times[Math.ceil(0.95 * PAGES) - 1] ?? 0,
  };
}

async function fill(
  documents: DynamoDBDocumentClient,
  tableName: string,
  size: number,
  record: (index: number) => Record<string, unknown>,
): Promise<void> {
  for (let start = 0; start < size; start += BATCH) {
    const items = Array.from({ length: Math.min(BATCH, size - start) }, (_, offset) => ({
      PutRequest: { Item: record(start + offset) },
    }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [tableName]: items } }));
  }
}

function executionRecord(index: number): Record<string, unknown> {
  // The same 200 are open in a history of any length.
  const Status = index < 200 ? "in_progress" : (ENDED[index % ENDED.length] ?? "completed");
  const dueAt = Status === "in_progress" ? { dueAt: timeOf(index) } : {};
  return toHistoryRecord(historyItem(`exec-${index}`, { Status, StartTime: timeOf(index), PlanId: `plan-${index % 50}`, ...dueAt }));
}

function planRecord(index: number): Record<string, unknown> {
  return { ...planItem(`plan-${String(index).padStart(6, "0")}`), live: "yes" };
}

function timeOf(index: number): string {
  return new Date(Date.parse("2026-01-01T00:00:00.000Z") + index * 1000).toISOString();
}
