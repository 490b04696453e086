/** Changes that are followed until their execution ends, and what was done because of each. */
import { lazyObject } from "@dr/events";
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";

/** All that are followed lie in one partition: there are as many as executions that wait. */
const FOLLOWED = "followed";

const followedSchema = lazyObject(() => ({
  key: z.string(),
  receiverId: z.string(),
  changeId: z.string(),
  number: z.string(),
  binding: z.object({
    executionId: z.string(),
    pauseId: z.string(),
    planHash: z.string(),
    manifestHash: z.string(),
    mode: z.string(),
    expiresAt: z.string(),
  }),
  /** What stood there before the change said what it approves; absent where it always did. */
  before: z.object({ approved: z.boolean(), votes: z.array(z.string()).readonly() }).optional(),
  /** What was last told about it, so that it is told once. */
  told: z.string().default(""),
  approvedAt: z.string().optional(),
}));
/** A change that is followed. */
export type Followed = z.infer<typeof followedSchema>;

/** Keeps them. Every write is a plain overwrite: the last look wins, and the next one looks again. */
export interface FollowedChanges {
  readonly list: () => Promise<readonly Followed[]>;
  readonly put: (followed: Followed) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
  readonly isDone: (key: string) => Promise<boolean>;
  /** Remembers that something is about to be done; resolves to when that was first said, in milliseconds since the epoch. */
  readonly begin: (key: string, nowMs: number) => Promise<number>;
  /** Remembers for 90 days that something was done. */
  readonly done: (key: string, nowMs: number) => Promise<void>;
}

const KEPT_SECONDS = 90 * 86_400;

/** On DynamoDB. */
export function createFollowedChanges({
  documents,
  tableName: TableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): FollowedChanges {
  return {
    list: async () => {
      const answer = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "#list = :list",
          ExpressionAttributeNames: { "#list": "list" },
          ExpressionAttributeValues: { ":list": FOLLOWED },
          ConsistentRead: true,
        }),
      );
      return (answer.Items ?? []).map((item) => followedSchema.parse(item));
    },
    put: async (followed) => void (await documents.send(new PutCommand({ TableName, Item: { ...followed, list: FOLLOWED } }))),
    remove: async (key) => void (await documents.send(new DeleteCommand({ TableName, Key: { list: FOLLOWED, key } }))),
    isDone: async (key) =>
      (await documents.send(new GetCommand({ TableName, Key: { list: "done", key }, ConsistentRead: true }))).Item !== undefined,
    begin: async (key, nowMs) => {
      const answer = await documents.send(
        new UpdateCommand({
          TableName,
          Key: { list: "begun", key },
          UpdateExpression: "SET begunAt = if_not_exists(begunAt, :now), expiresAt = if_not_exists(expiresAt, :expiresAt)",
          ExpressionAttributeValues: { ":now": nowMs, ":expiresAt": Math.floor(nowMs / 1_000) + KEPT_SECONDS },
          ReturnValues: "ALL_NEW",
        }),
      );
      return z.object({ begunAt: z.number() }).parse(answer.Attributes).begunAt;
    },
    done: async (key, nowMs) => {
      const expiresAt = Math.floor(nowMs / 1_000) + KEPT_SECONDS;
      await documents.send(new PutCommand({ TableName, Item: { list: "done", key, expiresAt } }));
    },
  };
}

/** In memory, for tests. */
export function createMemoryChanges(): FollowedChanges {
  const followed = new Map<string, Followed>();
  const done = new Set<string>();
  const begun = new Map<string, number>();
  return {
    list: () => Promise.resolve([...followed.values()]),
    put: (each) => Promise.resolve(void followed.set(each.key, each)),
    remove: (key) => Promise.resolve(void followed.delete(key)),
    isDone: (key) => Promise.resolve(done.has(key)),
    begin: (key, nowMs) => {
      begun.set(key, begun.get(key) ?? nowMs);
      return Promise.resolve(begun.get(key) ?? nowMs);
    },
    done: (key) => Promise.resolve(void done.add(key)),
  };
}
