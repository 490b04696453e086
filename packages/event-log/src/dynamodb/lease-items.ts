/** The items of the lease table: one per lease, and one per holder that says what to look at when it releases. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { LeaseMeta } from "../leases/lease-store.ts";
import type { Item } from "./query.ts";

/** Prefix of the items of holders. */
export const HOLDER_PREFIX = "HOLDER#";

/** What became of one key: taken now, held by the same holder before, or refused because someone else holds it. */
export type Outcome =
  | { readonly key: string; readonly state: "taken" | "held" }
  | { readonly key: string; readonly state: "refused"; readonly holder: string };

/** Single writes and reads on the lease table. Each may be repeated as it is. */
export interface LeaseItems {
  readonly takeOne: (key: string, holder: string, noted: LeaseMeta) => Promise<Outcome>;
  readonly deleteHeld: (key: string, holder: string) => Promise<void>;
  readonly notedKeys: (holder: string) => Promise<readonly string[]>;
  /** Adds names to the item of a holder. It comes before the leases: a crash in between leaves a name too many, never a lease that no one would release. */
  readonly noteKeys: (holder: string, keys: readonly string[]) => Promise<void>;
  /** Takes names off the item of a holder, and the item away with the last of them. */
  readonly forgetKeys: (holder: string, keys: readonly string[]) => Promise<void>;
}

/** The items of `tableName`. */
export function createLeaseItems(documents: DynamoDBDocumentClient, tableName: string): LeaseItems {
  const get = async (pk: string): Promise<Item> => {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { pk }, ConsistentRead: true }));
    return Item ?? {};
  };
  const updateNames = async (verb: "ADD" | "DELETE", holder: string, keys: readonly string[]): Promise<void> => {
    await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk: `${HOLDER_PREFIX}${holder}` },
        UpdateExpression: `${verb} leaseKeys :keys`,
        ExpressionAttributeValues: { ":keys": new Set(keys) },
      }),
    );
  };
  const deleteIf = async (pk: string, condition: string, values?: Item): Promise<void> => {
    try {
      await documents.send(
        new DeleteCommand({
          TableName: tableName,
          Key: { pk },
          ConditionExpression: condition,
          ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };

  return {
    takeOne: async (key, holder, { takenAt, meta }) => {
      try {
        const { Attributes } = await documents.send(
          new PutCommand({
            TableName: tableName,
            Item: { pk: key, holder, takenAt, ...(meta === undefined ? {} : { meta }) },
            ConditionExpression: "attribute_not_exists(pk) OR holder = :holder",
            ExpressionAttributeValues: { ":holder": holder },
            ReturnValues: "ALL_OLD",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { key, state: Attributes === undefined ? "taken" : "held" };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const winner = error.Item ? unmarshall(error.Item) : await get(key);
        return { key, state: "refused", holder: String(winner["holder"] ?? "") };
      }
    },
    deleteHeld: (key, holder) => deleteIf(key, "holder = :holder", { ":holder": holder }),
    notedKeys: async (holder) => {
      const { leaseKeys } = await get(`${HOLDER_PREFIX}${holder}`);
      return leaseKeys instanceof Set ? [...leaseKeys].map(String) : [];
    },
    noteKeys: (holder, keys) => updateNames("ADD", holder, keys),
    forgetKeys: async (holder, keys) => {
      if (keys.length > 0) await updateNames("DELETE", holder, keys);
      await deleteIf(`${HOLDER_PREFIX}${holder}`, "attribute_not_exists(leaseKeys)");
    },
  };
}
