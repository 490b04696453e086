/** The slots of executions: one item, a set of those who have one. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { SLOTS, type Holder, type LeaseStore } from "../leases/lease-store.ts";
import { holdersOf } from "./lease-items.ts";

/** Slots. The set tells by itself who has one: nothing is noted of it with its holder. */
export interface Slots {
  readonly take: LeaseStore["takeSlot"];
  /** Gives it back, if the holder has one. */
  readonly release: (holder: string) => Promise<void>;
  /** Those who have one. `since` is when the last of them took his: nobody counts as older than he is. */
  readonly holders: () => Promise<readonly Holder[]>;
}

/** Slots in `tableName`. Each call is one request, and may be repeated as it is. */
export function createSlots(documents: DynamoDBDocumentClient, TableName: string): Slots {
  const Key = { pk: SLOTS };
  return {
    take: async (holder, max, { takenAt }) => {
      try {
        await documents.send(
          new UpdateCommand({
            TableName,
            Key,
            UpdateExpression: "SET takenAt = :takenAt ADD sharers :me",
            ConditionExpression: "attribute_not_exists(sharers) OR size(sharers) < :max OR contains(sharers, :holder)",
            ExpressionAttributeValues: { ":takenAt": takenAt, ":me": new Set([holder]), ":max": max, ":holder": holder },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    release: async (holder) => {
      await documents.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: "DELETE sharers :me",
          ExpressionAttributeValues: { ":me": new Set([holder]) },
        }),
      );
    },
    holders: async () => {
      const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return holdersOf(Item).map((holder) => ({ holder, since: String(Item?.["takenAt"]) }));
    },
  };
}
