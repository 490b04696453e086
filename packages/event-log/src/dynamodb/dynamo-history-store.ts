/** The list of executions on DynamoDB. */
import { GetCommand, type DynamoDBDocumentClient, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { HISTORY_STATUSES, historyItemSchema, type HistoryItem, type HistoryStore } from "../history/history-store.ts";
import { listByStartTime, type PartitionQuery } from "../history/list-by-start-time.ts";
import { toHistoryRecord } from "../history/to-history-record.ts";
import { putIfNewer } from "./put-if-newer.ts";
import { queryItems } from "./query.ts";

/** The list in `tableName` (see `executionHistoryTable`). */
export function createHistoryStore({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): HistoryStore {
  const query = async (input: Omit<QueryCommandInput, "TableName">, limit?: number): Promise<readonly HistoryItem[]> =>
    (await queryItems(documents, { ...input, TableName: tableName }, limit)).map((item) => historyItemSchema.parse(item));
  const readPartition = (piece: PartitionQuery): Promise<readonly HistoryItem[]> => query(partitionInput(piece), piece.limit);

  return {
    put: (item) => putIfNewer(documents, tableName, toHistoryRecord(item)),
    get: async (executionId) => {
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { ExecutionId: executionId } }));
      return Item === undefined ? null : historyItemSchema.parse(Item);
    },
    listByStatus: (status, options) => listByStartTime([status], readPartition, options),
    listAll: (options) => listByStartTime(HISTORY_STATUSES, readPartition, options),
    listDue: (shard, nowIso) =>
      query({
        IndexName: "ActiveIndex",
        KeyConditionExpression: "activeShard = :shard AND dueAt <= :now",
        ExpressionAttributeValues: { ":shard": shard, ":now": nowIso },
      }),
    listActive: (shard) =>
      query({ IndexName: "ActiveIndex", KeyConditionExpression: "activeShard = :shard", ExpressionAttributeValues: { ":shard": shard } }),
  };
}

function partitionInput({ status, oldestFirst, from, afterId }: PartitionQuery): Omit<QueryCommandInput, "TableName"> {
  const byTime = from === undefined ? {} : { ":from": from };
  const after = afterId === undefined ? {} : { ExclusiveStartKey: { Status: status, StartTime: from, ExecutionId: afterId } };
  return {
    IndexName: "StatusIndex",
    KeyConditionExpression: from === undefined ? "#status = :status" : `#status = :status AND StartTime ${oldestFirst ? ">=" : "<="} :from`,
    ExpressionAttributeNames: { "#status": "Status" },
    ExpressionAttributeValues: { ":status": status, ...byTime },
    ScanIndexForward: oldestFirst,
    ...after,
  };
}
