/** What a holder has to look at when it releases: names in an item of its own, and in further ones where they are more than an item holds. */
import { UpdateCommand, type DynamoDBDocumentClient, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { HOLDER_SHARDS } from "../leases/lease-store.ts";
import { stableShard } from "../shard.ts";
import type { Item } from "./query.ts";

/** Prefix of the items of holders. */
export const HOLDER_PREFIX = "HOLDER#";

/** Names written to one item at once, in bytes: an item holds 400 KB (DynamoDB quotas), and other names may come to the same one later. */
const MAX_BYTES = 64_000;

/** Notes of holders. Each may be repeated as it is. */
export interface HolderNotes {
  readonly notedKeys: (holder: string) => Promise<readonly string[]>;
  /** Adds names. It comes before the leases: a crash in between leaves a name too many, never a lease that no one would release. */
  readonly noteKeys: (holder: string, keys: readonly string[], since: string) => Promise<void>;
  /** Takes names off, and the items away with the last of them. */
  readonly forgetKeys: (holder: string, keys: readonly string[]) => Promise<void>;
  /** The same in one request, if just these names are noted, and in one item; false, and nothing is forgotten, if not. */
  readonly forgetExactly: (holder: string, keys: readonly string[]) => Promise<boolean>;
}

type Change = Pick<UpdateCommandInput, "UpdateExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues">;

/** What notes stand on. `get` reads an item, empty where there is none; `deleteIf` deletes one on a condition, and answers with one that did not meet it. */
export interface NotesDeps {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly get: (pk: string) => Promise<Item>;
  readonly deleteIf: (pk: string, condition: string, values?: Item) => Promise<Item | undefined>;
}

/**
 * The notes in `tableName`. The head, which the index of holders lists, says how many parts there are (`parts`; absent: it alone). It is there before any part is
 * and goes after all of them, so that whoever dies in between leaves nothing that nobody would find.
 */
export function createHolderNotes({ documents, tableName, get, deleteIf }: NotesDeps): HolderNotes {
  const headOf = (holder: string): string => `${HOLDER_PREFIX}${holder}`;
  const partOf = (holder: string, index: number): string => `PART#${holder}#${index}`;
  const update = async (pk: string, change: Change): Promise<Item> =>
    (await documents.send(new UpdateCommand({ TableName: tableName, Key: { pk }, ReturnValues: "ALL_NEW", ...change }))).Attributes ?? {};

  /** Takes the names off one item; resolves to what is left of it. */
  const takeOff = async (pk: string, keys: readonly string[]): Promise<Item> => {
    if (keys.length === 0) return get(pk);
    let left: Item = {};
    for (const some of inParts(keys)) {
      left = await update(pk, { UpdateExpression: "DELETE leaseKeys :keys", ExpressionAttributeValues: { ":keys": new Set(some) } });
      if (left["leaseKeys"] === undefined) break;
    }
    return left;
  };

  return {
    notedKeys: async (holder) => {
      const head = await get(headOf(holder));
      const further = Array.from({ length: partsOf(head) - 1 }, (_, index) => get(partOf(holder, index + 1)));
      return [head, ...(await Promise.all(further))].flatMap(keysIn);
    },
    noteKeys: async (holder, keys, since) => {
      const [first = [], ...further] = inParts(keys);
      const parts = further.length === 0 ? undefined : Math.max(partsOf(await get(headOf(holder))), further.length + 1);
      await update(headOf(holder), {
        UpdateExpression: `SET holderShard = :shard, #since = if_not_exists(#since, :since)${parts === undefined ? "" : ", parts = :parts"} ADD leaseKeys :keys`,
        ExpressionAttributeNames: { "#since": "since" },
        ExpressionAttributeValues: {
          ":shard": String(stableShard(holder, HOLDER_SHARDS)),
          ":since": since,
          ":keys": new Set(first),
          ...(parts === undefined ? {} : { ":parts": parts }),
        },
      });
      for (const [index, some] of further.entries())
        await update(partOf(holder, index + 1), {
          UpdateExpression: "ADD leaseKeys :keys",
          ExpressionAttributeValues: { ":keys": new Set(some) },
        });
    },
    forgetKeys: async (holder, keys) => {
      let isEmpty = true;
      const head = await takeOff(headOf(holder), keys);
      const off = new Set(keys);
      for (let index = partsOf(head) - 1; index > 0; index -= 1) {
        // Of many names only those that lie in this part are sent to it.
        const part = await get(partOf(holder, index));
        const there = keysIn(part).filter((key) => off.has(key));
        const left = there.length === 0 ? part : await takeOff(partOf(holder, index), there);
        if (left["leaseKeys"] === undefined) await deleteIf(partOf(holder, index), "attribute_not_exists(leaseKeys)");
        else isEmpty = false;
      }
      if (isEmpty && head["leaseKeys"] === undefined) await deleteIf(headOf(holder), "attribute_not_exists(leaseKeys)");
    },
    forgetExactly: async (holder, keys) => {
      if (inParts(keys).length > 1) return false;
      const [these, values] =
        keys.length === 0 ? ["attribute_not_exists(leaseKeys)", undefined] : ["leaseKeys = :keys", { ":keys": new Set(keys) }];
      return (await deleteIf(headOf(holder), `attribute_not_exists(parts) AND ${these}`, values)) === undefined;
    },
  };
}

function partsOf({ parts }: Item): number {
  return typeof parts === "number" ? parts : 1;
}

function keysIn({ leaseKeys }: Item): readonly string[] {
  return leaseKeys instanceof Set ? [...leaseKeys].map(String) : [];
}

/** The names in their order, as many together as one write takes; at least one part. */
function inParts(keys: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let bytes = 0;
  for (const key of new Set(keys)) {
    bytes += Buffer.byteLength(key) + 1;
    if (bytes > MAX_BYTES) {
      parts.push([]);
      bytes = Buffer.byteLength(key) + 1;
    }
    parts.at(-1)?.push(key);
  }
  return parts;
}
