/** Progress in DynamoDB (table dr-operations). */
import { BatchGetCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { isNews, QUIET_MS, type OperationProgress, type OperationStore } from "./operation-store.ts";

/** What the store is built from. */
export interface OperationStoreDeps {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** DynamoDB takes 100 keys in a request (API reference, BatchGetItem). */
const MAX_KEYS = 100;
/** Operations remembered by a warm process, so that most signs of life cost no request at all. */
const MAX_REMEMBERED = 5_000;
/** Progress is of no use long after the operation ended. */
const KEPT_SECONDS = 7 * 86_400;

/** A store in DynamoDB. Writes are conditional, so that two processes keep to the same pace and an older sign never wins. */
export function createOperationStore({ documents, tableName }: OperationStoreDeps): OperationStore {
  const last = new Map<string, OperationProgress>();
  const remember = (progress: OperationProgress): void => {
    last.delete(progress.operationId);
    last.set(progress.operationId, progress);
    const [oldest] = last.keys();
    if (last.size > MAX_REMEMBERED && oldest !== undefined) last.delete(oldest);
  };
  return {
    hear: async (progress) => {
      if (!isNews(last.get(progress.operationId), progress)) return;
      await write(documents, tableName, progress);
      remember(progress);
    },
    lastWords: async (operationIds) => {
      const heard: Record<string, string> = {};
      const said: Record<string, string> = {};
      for (let start = 0; start < operationIds.length; start += MAX_KEYS) {
        const keys = operationIds.slice(start, start + MAX_KEYS).map((operationId) => ({ operationId }));
        const { Responses } = await documents.send(
          new BatchGetCommand({
            RequestItems: {
              [tableName]: {
                Keys: keys,
                ProjectionExpression: "operationId, heardAt, #message",
                ExpressionAttributeNames: { "#message": "message" },
              },
            },
          }),
        );
        // Keys left unprocessed count as silent: the question that follows is harmless.
        for (const item of Responses?.[tableName] ?? []) {
          heard[String(item["operationId"])] = String(item["heardAt"]);
          said[String(item["operationId"])] = String(item["message"]);
        }
      }
      return { heard, said };
    },
  };
}

async function write(documents: DynamoDBDocumentClient, tableName: string, progress: OperationProgress): Promise<void> {
  const { operationId, executionId, taskId, percent, message, heardAt } = progress;
  const quietSince = new Date(Date.parse(heardAt) - QUIET_MS).toISOString();
  const changed = percent === undefined ? "attribute_exists(#percent)" : "(attribute_not_exists(#percent) OR #percent <> :percent)";
  try {
    await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { operationId },
        UpdateExpression:
          "SET executionId = :executionId, taskId = :taskId, #message = :message, heardAt = :heardAt, expiresAt = :expiresAt" +
          (percent === undefined ? " REMOVE #percent" : ", #percent = :percent"),
        ConditionExpression: `attribute_not_exists(operationId) OR heardAt <= :quietSince OR (heardAt < :heardAt AND ${changed})`,
        ExpressionAttributeNames: { "#message": "message", "#percent": "percent" },
        ExpressionAttributeValues: {
          ":executionId": executionId,
          ":taskId": taskId,
          ":message": message,
          ":heardAt": heardAt,
          ":expiresAt": Math.floor(Date.parse(heardAt) / 1_000) + KEPT_SECONDS,
          ":quietSince": quietSince,
          ...(percent === undefined ? {} : { ":percent": percent }),
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ConditionalCheckFailedException") throw error;
  }
}
