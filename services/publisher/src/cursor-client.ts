/** Cursors on DynamoDB, in a table of their own so that they do not feed the log's stream. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { CursorStore } from "./cursors.ts";

const SWEEP_KEY = "SWEEP";

/** Cursors in `tableName`: `pk = <streamId>, publishedTo`, and the mark under `pk = SWEEP`. */
export function createDynamoCursors({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): CursorStore {
  const get = async (pk: string): Promise<Record<string, unknown>> => {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { pk }, ConsistentRead: true }));
    return Item ?? {};
  };
  /** False if the condition did not hold. After a repeat by the client it may be false though the first try held: callers read again. */
  const set = async (
    pk: string,
    attribute: string,
    value: unknown,
    condition: { expression: string; values: Record<string, unknown> },
  ): Promise<boolean> => {
    try {
      await documents.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { pk },
          UpdateExpression: `SET ${attribute} = :new`,
          ConditionExpression: condition.expression,
          ExpressionAttributeValues: { ":new": value, ...condition.values },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  return {
    read: async (streamId) => Number((await get(streamId))["publishedTo"] ?? 0),
    advance: (streamId, from, to) =>
      set(
        streamId,
        "publishedTo",
        to,
        from === 0
          ? { expression: "attribute_not_exists(publishedTo)", values: {} }
          : { expression: "publishedTo = :from", values: { ":from": from } },
      ),
    readMark: async () => {
      const mark = (await get(SWEEP_KEY))["sweptTo"];
      return typeof mark === "string" ? mark : null;
    },
    writeMark: async (sweptTo) => {
      await set(SWEEP_KEY, "sweptTo", sweptTo, { expression: "attribute_not_exists(sweptTo) OR sweptTo < :new", values: {} });
    },
  };
}
