/** Cursors on DynamoDB, in a table of their own so that they do not feed the log's stream. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { batchGetItems } from "@dr/event-log";
import { gatheredByKey } from "@dr/runtime";
import type { CursorStore, Progress } from "./cursors.ts";

const SWEEP_KEY = "SWEEP";

/** Cursors in `tableName`: `pk = <streamId>, publishedTo, anchoredTo`, and the mark under `pk = SWEEP`. */
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
    attributes: Readonly<Record<string, unknown>>,
    condition: { expression: string; values: Record<string, unknown> },
  ): Promise<boolean> => {
    const names = Object.keys(attributes);
    try {
      await documents.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { pk },
          UpdateExpression: `SET ${names.map((name) => `${name} = :${name}`).join(", ")}`,
          ConditionExpression: condition.expression,
          ExpressionAttributeValues: { ...Object.fromEntries(names.map((name) => [`:${name}`, attributes[name]])), ...condition.values },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  const progress: CursorStore["progress"] = async (streamIds) => {
    const items = await batchGetItems(
      documents,
      tableName,
      streamIds.map((pk) => ({ pk })),
    );
    const byId = new Map(items.map((item) => [item["pk"], item]));
    return new Map(streamIds.map((streamId) => [streamId, toProgress(byId.get(streamId) ?? {})]));
  };
  const readOne = gatheredByKey(progress);

  return {
    read: async (streamId) => (await readOne(streamId))?.publishedTo ?? 0,
    progress,
    advance: (streamId, from, to, anchoredTo) =>
      set(
        streamId,
        { publishedTo: to, ...(anchoredTo === undefined ? {} : { anchoredTo }) },
        from === 0
          ? { expression: "attribute_not_exists(publishedTo)", values: {} }
          : { expression: "publishedTo = :from", values: { ":from": from } },
      ),
    noteAnchored: async (streamId, anchoredTo) => {
      await set(streamId, { anchoredTo }, { expression: "attribute_not_exists(anchoredTo) OR anchoredTo < :anchoredTo", values: {} });
    },
    readMark: async () => {
      const mark = (await get(SWEEP_KEY))["sweptTo"];
      return typeof mark === "string" ? mark : null;
    },
    writeMark: async (sweptTo) => {
      await set(SWEEP_KEY, { sweptTo }, { expression: "attribute_not_exists(sweptTo) OR sweptTo < :sweptTo", values: {} });
    },
  };
}

function toProgress(item: Record<string, unknown>): Progress {
  return { publishedTo: Number(item["publishedTo"] ?? 0), anchoredTo: Number(item["anchoredTo"] ?? 0) };
}
