/** The items of the lease table: one per lease, and one per holder that says what to look at when it releases. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { LeaseMeta } from "../leases/lease-store.ts";
import { createHolderNotes, type HolderNotes } from "./holder-notes.ts";
import type { Item } from "./query.ts";

/** What became of one key: taken now, held by the same holder before, or refused because someone else holds it. */
export type Outcome =
  | { readonly key: string; readonly state: "taken" | "held" }
  | { readonly key: string; readonly state: "refused"; readonly holder: string };

/** Single writes and reads on the lease table. Each may be repeated as it is. */
export interface LeaseItems extends HolderNotes {
  readonly takeOne: (key: string, holder: string, noted: LeaseMeta) => Promise<Outcome>;
  /** Takes a key together with others who share it. */
  readonly shareOne: (key: string, holder: string, noted: LeaseMeta) => Promise<Outcome>;
  readonly deleteHeld: (key: string, holder: string) => Promise<void>;
}

/** Who holds a key, alone or together. */
export function holdersOf(item: Item | undefined): readonly string[] {
  if (item?.["sharers"] instanceof Set) return [...item["sharers"]].map(String).toSorted();
  const alone: unknown = item?.["holder"];
  return typeof alone === "string" ? [alone] : [];
}

/** The items of `tableName`. */
export function createLeaseItems(documents: DynamoDBDocumentClient, tableName: string): LeaseItems {
  const get = async (pk: string): Promise<Item> => {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { pk }, ConsistentRead: true }));
    return Item ?? {};
  };
  /** Deletes an item on a condition; answers with the one that did not meet it. */
  const deleteIf = async (pk: string, condition: string, values?: Item): Promise<Item | undefined> => {
    try {
      await documents.send(
        new DeleteCommand({
          TableName: tableName,
          Key: { pk },
          ConditionExpression: condition,
          ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item ? unmarshall(error.Item) : get(pk);
    }
  };

  return {
    takeOne: async (key, holder, { takenAt, meta }) => {
      try {
        const { Attributes } = await documents.send(
          new PutCommand({
            TableName: tableName,
            Item: { pk: key, holder, takenAt, ...(meta === undefined ? {} : { meta }) },
            // An item without holders is what the last two who shared it left when they went at the same moment.
            ConditionExpression: "(attribute_not_exists(holder) AND attribute_not_exists(sharers)) OR holder = :holder OR sharers = :alone",
            ExpressionAttributeValues: { ":holder": holder, ":alone": new Set([holder]) },
            ReturnValues: "ALL_OLD",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { key, state: holdersOf(Attributes).includes(holder) ? "held" : "taken" };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const winner = error.Item ? unmarshall(error.Item) : await get(key);
        return { key, state: "refused", holder: holdersOf(winner).find((each) => each !== holder) ?? "" };
      }
    },
    ...createSharing(documents, tableName, { get, deleteIf }),
    ...createHolderNotes({ documents, tableName, get, deleteIf }),
  };
}

/** Reading and deleting, as the sharing of keys needs them. */
interface ItemAccess {
  readonly get: (pk: string) => Promise<Item>;
  readonly deleteIf: (pk: string, condition: string, values?: Item) => Promise<Item | undefined>;
}

/** Keys that several hold together, and how any of them is given back. */
function createSharing(
  documents: DynamoDBDocumentClient,
  tableName: string,
  { get, deleteIf }: ItemAccess,
): Pick<LeaseItems, "shareOne" | "deleteHeld"> {
  return {
    shareOne: async (key, holder, { takenAt, meta }) => {
      try {
        const { Attributes } = await documents.send(
          new UpdateCommand({
            TableName: tableName,
            Key: { pk: key },
            UpdateExpression: `SET takenAt = if_not_exists(takenAt, :takenAt)${meta === undefined ? "" : ", meta = :meta"} ADD sharers :me`,
            ConditionExpression: "attribute_not_exists(holder)",
            ExpressionAttributeValues: { ":takenAt": takenAt, ":me": new Set([holder]), ...(meta === undefined ? {} : { ":meta": meta }) },
            ReturnValues: "ALL_OLD",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { key, state: holdersOf(Attributes).includes(holder) ? "held" : "taken" };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const winner = String((error.Item ? unmarshall(error.Item) : await get(key))["holder"] ?? "");
        return winner === holder ? { key, state: "held" } : { key, state: "refused", holder: winner };
      }
    },
    deleteHeld: async (key, holder) => {
      const shared = await deleteIf(key, "holder = :holder OR sharers = :alone", { ":holder": holder, ":alone": new Set([holder]) });
      if (!holdersOf(shared).includes(holder)) return;
      await documents.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { pk: key },
          UpdateExpression: "DELETE sharers :me",
          ExpressionAttributeValues: { ":me": new Set([holder]) },
        }),
      );
      await deleteIf(key, "attribute_not_exists(holder) AND attribute_not_exists(sharers)");
    },
  };
}
