/** Lanes on DynamoDB. Every write is conditional and none is repeated by the client. */
import { lazyObject } from "@dr/events";
import { GetCommand, PutCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Lane } from "../lane.ts";
import type { LaneStore } from "../stores.ts";
import { unlessRefused } from "./conditional.ts";

/** Lanes with something to do lie in this many partitions, so that a thousand executions at once do not meet in one. */
const DUE_SHARDS = 8;
/** A lane that nothing has touched for so long is over. */
const KEPT_SECONDS = 60 * 86_400;

const laneSchema = lazyObject(() => ({
  laneId: z.string(),
  receiverId: z.string(),
  executionId: z.string(),
  rev: z.int(),
  doneThrough: z.int(),
  endsAt: z.int().optional(),
  replay: z.boolean(),
  attempts: z.int(),
  firstTriedAt: z.string().optional(),
  taken: z.array(z.string()),
  unanswered: z.boolean(),
  memory: z.record(z.string(), z.string()),
  dueAt: z.string().optional(),
  notBefore: z.string().optional(),
  lastReason: z.string().optional(),
  leaseOwner: z.string().optional(),
  leaseUntil: z.number().optional(),
}));

/** Lanes in `tableName` (see `deliveryLaneTable`). */
export function createDynamoLanes({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): LaneStore {
  const update = (laneId: string, input: Record<string, unknown>) =>
    unlessRefused(documents.send(new UpdateCommand({ TableName: tableName, Key: { laneId }, ReturnValues: "ALL_NEW", ...input } as never)));
  const get = async (laneId: string): Promise<Lane | undefined> => {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { laneId }, ConsistentRead: true }));
    return Item === undefined ? undefined : toLane(Item);
  };
  return {
    get,
    wake: async (lane) => {
      const { laneId, dueAt } = lane;
      // Looked at first: one that waits for its receiver, which is asked for with every fact, costs a read and no write.
      const standing = await get(laneId);
      if (!standing) {
        const created = new PutCommand({ TableName: tableName, Item: toItem(lane), ConditionExpression: "attribute_not_exists(laneId)" });
        if (await unlessRefused(documents.send(created))) return true;
      } else if (waits(standing, dueAt)) return false;
      if (dueAt === undefined) return true;
      // The number is raised in any case: whoever is about to put the lane to rest must notice.
      const inTime = {
        UpdateExpression: "SET rev = rev + :one",
        ConditionExpression: "attribute_exists(laneId) AND dueAt <= :dueAt",
        ExpressionAttributeValues: { ":dueAt": dueAt, ":one": 1 },
      };
      const woken = {
        UpdateExpression: "SET dueAt = :dueAt, dueShard = :shard, rev = rev + :one",
        ConditionExpression:
          "attribute_exists(laneId) AND (attribute_not_exists(dueAt) OR (dueAt > :dueAt AND (attribute_not_exists(notBefore) OR notBefore <= :dueAt)))",
        ExpressionAttributeValues: { ":dueAt": dueAt, ":shard": shardOf(laneId), ":one": 1 },
      };
      // The likely one first; what somebody changed in between finds the other one.
      const isDue = standing?.dueAt !== undefined && standing.dueAt <= dueAt;
      for (const change of isDue ? [inTime, woken] : [woken, inTime, woken]) if (await update(laneId, change)) return change === woken;
      return false;
    },
    lease: async (laneId, owner, nowMs, untilMs) => {
      const answer = await update(laneId, {
        UpdateExpression: "SET leaseOwner = :owner, leaseUntil = :until, rev = rev + :one",
        ConditionExpression: "attribute_exists(laneId) AND (attribute_not_exists(leaseUntil) OR leaseUntil <= :now)",
        ExpressionAttributeValues: { ":owner": owner, ":until": untilMs, ":now": nowMs, ":one": 1 },
      });
      return answer?.Attributes === undefined ? undefined : toLane(answer.Attributes);
    },
    save: async (lane) => {
      const next = { ...lane, rev: lane.rev + 1 };
      const put = new PutCommand({
        TableName: tableName,
        Item: toItem(next),
        ConditionExpression: "rev = :rev",
        ExpressionAttributeValues: { ":rev": lane.rev },
      });
      return (await unlessRefused(documents.send(put))) === undefined ? false : next;
    },
    due: async (nowIso, limit) => {
      const shards = await Promise.all(
        Array.from({ length: DUE_SHARDS }, (_, shard) => dueIn(documents, tableName, { shard, nowIso, limit })),
      );
      return shards.flat().slice(0, limit);
    },
  };
}

/** Whether it has its receiver's patience to wait for until later, and is due by itself then. */
function waits(standing: Lane, dueAt: string | undefined): boolean {
  return dueAt !== undefined && (standing.dueAt ?? "") > dueAt && (standing.notBefore ?? "") > dueAt;
}

async function dueIn(
  documents: DynamoDBDocumentClient,
  tableName: string,
  { shard, nowIso, limit }: { readonly shard: number; readonly nowIso: string; readonly limit: number },
): Promise<readonly string[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: "DueIndex",
      KeyConditionExpression: "dueShard = :shard AND dueAt <= :now",
      ExpressionAttributeValues: { ":shard": shard, ":now": nowIso },
      Limit: Math.ceil(limit / DUE_SHARDS),
    }),
  );
  return Items.map((item) => String(item["laneId"]));
}

function toItem(lane: Lane): Record<string, unknown> {
  const base = { ...lane, expiresAt: Math.floor(Date.parse(lane.dueAt ?? new Date().toISOString()) / 1_000) + KEPT_SECONDS };
  return lane.dueAt === undefined ? base : { ...base, dueShard: shardOf(lane.laneId) };
}

function toLane(item: Record<string, unknown>): Lane {
  return laneSchema.parse(item) as Lane;
}

function shardOf(laneId: string): number {
  let hash = 0;
  for (const character of laneId) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % DUE_SHARDS;
}
