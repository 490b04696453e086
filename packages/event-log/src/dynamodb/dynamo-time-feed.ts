/** The time feed of the log on DynamoDB: a sharded index of keys. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { FEED_SHARDS, feedHour, type FeedEntry, type TimeFeed } from "../time-feed.ts";
import { queryItems } from "./query.ts";

/** The feed of `tableName` through its index `TimeFeed`. One query per shard, the shards of an hour at once. */
export function createDynamoTimeFeed({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): TimeFeed {
  const readShard = async (feedPk: string, fromIso: string, toIso: string): Promise<readonly FeedEntry[]> => {
    const items = await queryItems(documents, {
      TableName: tableName,
      IndexName: "TimeFeed",
      KeyConditionExpression: "feedPk = :pk AND feedSk BETWEEN :from AND :to",
      // "$" sorts right after "#", so that the whole millisecond of `toIso` is in.
      ExpressionAttributeValues: { ":pk": feedPk, ":from": fromIso, ":to": `${toIso}$` },
    });
    return items.map((item) => toFeedEntry(String(item["pk"]), String(item["sk"]), String(item["feedSk"])));
  };

  return {
    readHour: async ({ fromIso, toIso }) => {
      const hour = feedHour(fromIso);
      const shards = Array.from({ length: FEED_SHARDS }, (_, shard) => readShard(`${hour}#${shard}`, fromIso, toIso));
      return (await Promise.all(shards)).flat();
    },
  };
}

function toFeedEntry(streamId: string, sk: string, feedSk: string): FeedEntry {
  return { streamId, firstVersion: Number(sk.slice(2)), recordedAt: feedSk.slice(0, feedSk.indexOf("#")) };
}
