/** The list of executions on DynamoDB. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { HistoryItem, HistoryStore, Page, PageOptions } from "../history/history-store.ts";
import { toPage, toPageQuery, type ListEntry, type PageQuery } from "../history/list-page.ts";
import { ALL_EXECUTIONS, planTypePartitionOf } from "../history/partitions.ts";
import { toHistoryItem, toHistoryRecord } from "../history/to-history-record.ts";
import { batchGetItems } from "./batch-get.ts";
import { putIfNewer } from "./put-if-newer.ts";
import { queryItems, type Query } from "./query.ts";

/** An index of keys alone: an update that leaves status and start time as they are does not touch it. */
interface ListIndex {
  readonly name: string;
  readonly partitionKey: string;
}

const STATUS_LIST: ListIndex = { name: "StatusIndex", partitionKey: "Status" };
const FULL_LIST: ListIndex = { name: "StartedIndex", partitionKey: "fullList" };
const PLAN_LIST: ListIndex = { name: "PlanIndex", partitionKey: "PlanId" };
const PLAN_TYPE_LIST: ListIndex = { name: "PlanTypeIndex", partitionKey: "planTypeList" };

/** The list in `tableName` (see `executionHistoryTable`). A page of up to 100 is one query of an index and one read of the items themselves. */
export function createHistoryStore({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): HistoryStore {
  const query = (input: Omit<Query, "TableName">, limit?: number) => queryItems(documents, { ...input, TableName: tableName }, limit);
  const active = async (input: Pick<Query, "KeyConditionExpression" | "ExpressionAttributeValues">) =>
    (await query({ IndexName: "ActiveIndex", ...input })).map(toHistoryItem);

  const getAll = async (ids: readonly string[]): Promise<ReadonlyMap<string, HistoryItem>> => {
    const keys = ids.map((ExecutionId) => ({ ExecutionId }));
    const found = (await batchGetItems(documents, tableName, keys, { consistent: false })).map(toHistoryItem);
    return new Map(found.map((item) => [item.ExecutionId, item]));
  };
  const itemsOf = async (entries: readonly ListEntry[]): Promise<readonly HistoryItem[]> => {
    const byId = await getAll(entries.map(({ ExecutionId }) => ExecutionId));
    return entries.flatMap(({ ExecutionId }) => byId.get(ExecutionId) ?? []);
  };
  const list = async (index: ListIndex, partition: string, options?: PageOptions): Promise<Page<HistoryItem>> => {
    const asked = toPageQuery(options);
    // An empty period: DynamoDB refuses a BETWEEN whose bounds are the wrong way round.
    if (asked.from > asked.to) return { items: [] };
    const found = await query(toInput(index, partition, asked), asked.limit);
    const page = toPage(
      found.map((item): ListEntry => ({ ExecutionId: String(item["ExecutionId"]), StartTime: String(item["StartTime"]) })),
      asked,
    );
    return { ...page, items: await itemsOf(page.items) };
  };

  return {
    put: (item) => putIfNewer(documents, tableName, toHistoryRecord(item)),
    get: async (executionId) => {
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { ExecutionId: executionId } }));
      return Item === undefined ? null : toHistoryItem(Item);
    },
    getAll,
    remove: async (executionId, version) => {
      const ended = {
        ConditionExpression: "#version = :version AND attribute_not_exists(dueAt)",
        ExpressionAttributeNames: { "#version": "version" },
        ExpressionAttributeValues: { ":version": version },
      };
      try {
        await documents.send(new DeleteCommand({ TableName: tableName, Key: { ExecutionId: executionId }, ...ended }));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    listByStatus: async (status, options) => {
      const page = await list(STATUS_LIST, status, options);
      // The index follows the table: what left the status meanwhile is not shown under it.
      return { ...page, items: page.items.filter((item) => item.Status === status) };
    },
    listAll: (options) => list(FULL_LIST, ALL_EXECUTIONS, options),
    listByPlan: (planId, { executionType, ...options } = {}) =>
      executionType === undefined
        ? list(PLAN_LIST, planId, options)
        : list(PLAN_TYPE_LIST, planTypePartitionOf({ PlanId: planId, executionType }), options),
    listDue: (shard, nowIso) =>
      active({
        KeyConditionExpression: "activeShard = :shard AND dueAt <= :now",
        ExpressionAttributeValues: { ":shard": shard, ":now": nowIso },
      }),
    listActive: (shard) => active({ KeyConditionExpression: "activeShard = :shard", ExpressionAttributeValues: { ":shard": shard } }),
  };
}

function toInput(
  { name, partitionKey }: ListIndex,
  partition: string,
  { oldestFirst, from, to, after }: PageQuery,
): Omit<Query, "TableName"> {
  return {
    IndexName: name,
    KeyConditionExpression: "#list = :list AND StartTime BETWEEN :from AND :to",
    ExpressionAttributeNames: { "#list": partitionKey },
    ExpressionAttributeValues: { ":list": partition, ":from": from, ":to": to },
    ScanIndexForward: oldestFirst,
    ...(after === undefined ? {} : { ExclusiveStartKey: { [partitionKey]: partition, ...after } }),
  };
}
