/** The log on DynamoDB: one decision is one conditional put. */
import { ConditionalCheckFailedException, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { assertChain, GENESIS_HASH, sealCommit, versionConflict } from "../commit.ts";
import type { EventLog } from "../port.ts";
import { commitSortKey, fromCommitItem, toCommitItem } from "./commit-item.ts";
import { queryItems, queryPage, type Item } from "./query.ts";

/** What the log on DynamoDB is built from. */
export interface DynamoEventLogDeps {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}

/**
 * The log in `tableName` (see `eventLogTable`). The client may repeat a put whose answer was lost, unlike other mutations: the repeat meets its own
 * commit, whose `commitId` tells that it is a success. Head versions are commit boundaries, so a stale writer always meets an existing key.
 */
export function createDynamoEventLog({ documents, tableName }: DynamoEventLogDeps): EventLog {
  const readBack = async (key: { pk: string; sk: string }): Promise<Item | undefined> => {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
    return Item;
  };

  return {
    append: async (request) => {
      const sealed = sealCommit(request);
      // Attribute values at once, for the reason that `queryPage` gives.
      const item = marshall(toCommitItem(sealed));
      try {
        await documents.send(
          new PutItemCommand({
            TableName: tableName,
            Item: item,
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { commit: sealed.commit, duplicate: false };
      } catch (error) {
        if (!isLostRace(error)) throw error;
        // Not every engine returns the winner, so a missing one is read back.
        const winner = winnerOf(error) ?? (await readBack({ pk: request.streamId, sk: commitSortKey(sealed.commit.firstVersion) }));
        if (winner?.["commitId"] === request.commitId) return { commit: fromCommitItem(winner), duplicate: true };
        throw versionConflict(request, error);
      }
    },
    read: async (streamId, { afterVersion = 0, limit } = {}) => {
      const items = await queryItems(
        documents,
        {
          TableName: tableName,
          KeyConditionExpression: "pk = :pk AND sk > :after",
          ExpressionAttributeValues: { ":pk": streamId, ":after": commitSortKey(afterVersion) },
          ConsistentRead: true,
        },
        limit,
      );
      const commits = items.map((item) => fromCommitItem(item));
      assertChain(streamId, commits, { version: afterVersion, hash: afterVersion === 0 ? GENESIS_HASH : null });
      return commits;
    },
    readEnd: async (streamId, { limit } = {}) => {
      const { items, next } = await queryPage(documents, {
        TableName: tableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": streamId },
        ConsistentRead: true,
        ScanIndexForward: false,
        ...(limit === undefined ? {} : { Limit: limit }),
      });
      const commits = items.map((item) => fromCommitItem(item)).toReversed();
      const whole = next === undefined;
      assertChain(
        streamId,
        commits,
        whole ? { version: 0, hash: GENESIS_HASH } : { version: (commits[0]?.firstVersion ?? 1) - 1, hash: null },
      );
      return { commits, whole };
    },
  };
}

/** A lost condition, or (strongly consistent global tables) a write of another Region to the same key at the same moment. */
function isLostRace(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException || (error instanceof Error && error.name === "ReplicatedWriteConflictException");
}

/** The item that stood in the way, if the engine returned it. The document client leaves errors in DynamoDB JSON. */
function winnerOf(error: unknown): Item | undefined {
  return error instanceof ConditionalCheckFailedException && error.Item ? unmarshall(error.Item) : undefined;
}
