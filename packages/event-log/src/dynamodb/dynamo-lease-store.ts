/** Leases on DynamoDB. */
import { ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import {
  HOLDER_SHARDS,
  SLOTS,
  sortClaims,
  type Holder,
  type Lease,
  type LeaseMeta,
  type LeaseStore,
  type TakeResult,
} from "../leases/lease-store.ts";
import { batchGetItems } from "./batch-get.ts";
import { HOLDER_PREFIX } from "./holder-notes.ts";
import { createLeaseItems, holdersOf, type LeaseItems, type Outcome } from "./lease-items.ts";
import { queryItems, type Item } from "./query.ts";
import { createSlots, type Slots } from "./slots.ts";

/** Writes sent at once: a plan may hold thousands of resources. */
const AT_ONCE = 20;
/** With more claims than this, what is noted already is read first, a hundred at a time: leases are taken again whenever they are held against the log. */
const MANY = 100;

/** Leases in `tableName` (see `leaseTable`). Every write carries a condition or may be repeated as it is. */
export function createLeaseStore({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): LeaseStore {
  const leaseItems = createLeaseItems(documents, tableName);
  const slots = createSlots(documents, tableName);
  const occupants = async (keys: readonly string[]): Promise<readonly Lease[]> => {
    const items = await batchGetItems(
      documents,
      tableName,
      [...new Set(keys)].map((pk) => ({ pk })),
    );
    return items.flatMap(toLeases);
  };
  /** Those that the holder has not alone yet: whoever was interrupted among thousands goes on where it was. */
  const withoutHeld = async (claims: ReturnType<typeof sortClaims>, holder: string): Promise<ReturnType<typeof sortClaims>> => {
    const noted = new Set(await leaseItems.notedKeys(holder));
    const held = new Set(
      (await occupants(claims.map(({ key }) => key).filter((key) => noted.has(key))))
        .filter((lease) => lease.holder === holder && lease.shared !== true)
        .map(({ key }) => key),
    );
    return claims.filter(({ key }) => !held.has(key));
  };

  return {
    take: async (claims, holder, noted) => {
      const sorted = sortClaims(claims);
      const open = sorted.length > MANY ? await withoutHeld(sorted, holder) : sorted;
      return takeAll(leaseItems, open, { holder, noted });
    },
    release: async (holder, likely = []) => {
      const giveBack = async (keys: readonly string[]): Promise<boolean> => {
        await deleteHeld(leaseItems, keys, holder);
        return leaseItems.forgetExactly(holder, keys);
      };
      await slots.release(holder);
      if (likely.length > 0 && likely.length <= MANY && (await giveBack(likely))) return;
      const noted = await leaseItems.notedKeys(holder);
      if (!(await giveBack(noted))) await leaseItems.forgetKeys(holder, noted);
    },
    releaseKeys: async (keys, holder) => {
      if (keys.includes(SLOTS)) await slots.release(holder);
      const others = keys.filter((key) => key !== SLOTS);
      if (others.length === 0) return;
      await deleteHeld(leaseItems, others, holder);
      await leaseItems.forgetKeys(holder, others);
    },
    takeSlot: slots.take,
    slotHolders: async () => (await slots.holders()).map(({ holder }) => holder),
    occupants,
    listHolders: () => listHolders(documents, tableName, slots),
    list: () => listLeases(documents, tableName),
  };
}

async function takeAll(
  leaseItems: LeaseItems,
  claims: ReturnType<typeof sortClaims>,
  { holder, noted }: { readonly holder: string; readonly noted: LeaseMeta },
): Promise<TakeResult> {
  if (claims.length === 0) return { ok: true };
  await leaseItems.noteKeys(
    holder,
    claims.map(({ key }) => key),
    noted.takenAt,
  );
  const takeOne = ({ key, shared }: (typeof claims)[number]): Promise<Outcome> =>
    shared ? leaseItems.shareOne(key, holder, noted) : leaseItems.takeOne(key, holder, noted);
  const outcomes: Outcome[] = [];
  for (let start = 0; start < claims.length; start += AT_ONCE) {
    outcomes.push(...(await Promise.all(claims.slice(start, start + AT_ONCE).map(takeOne))));
    const refused = outcomes.find((outcome) => outcome.state === "refused");
    if (refused === undefined) continue;
    // Keys held before this call stay held, and keys not reached stay noted: they may be held, too.
    const taken = outcomes.filter(({ state }) => state === "taken").map(({ key }) => key);
    await deleteHeld(leaseItems, taken, holder);
    await leaseItems.forgetKeys(holder, [...taken, ...outcomes.filter(({ state }) => state === "refused").map(({ key }) => key)]);
    return { ok: false, conflict: { key: refused.key, holder: refused.holder } };
  }
  return { ok: true };
}

async function deleteHeld(leaseItems: LeaseItems, keys: readonly string[], holder: string): Promise<void> {
  for (let start = 0; start < keys.length; start += AT_ONCE) {
    await Promise.all(keys.slice(start, start + AT_ONCE).map((key) => leaseItems.deleteHeld(key, holder)));
  }
}

/** One key for each holder, from an index that holds nothing else; and those who have a slot, which nobody notes. */
async function listHolders(documents: DynamoDBDocumentClient, tableName: string, slots: Slots): Promise<readonly Holder[]> {
  const [inSlots, ...shards] = await Promise.all([
    slots.holders(),
    ...Array.from({ length: HOLDER_SHARDS }, (_, shard) =>
      queryItems(documents, {
        TableName: tableName,
        IndexName: "HolderIndex",
        KeyConditionExpression: "holderShard = :shard",
        ExpressionAttributeValues: { ":shard": String(shard) },
      }),
    ),
  ]);
  const noted = shards.flat().map(({ pk, since }) => ({ holder: String(pk).slice(HOLDER_PREFIX.length), since: String(since) }));
  const isNoted = new Set(noted.map(({ holder }) => holder));
  return [...noted, ...inSlots.filter(({ holder }) => !isNoted.has(holder))];
}

async function listLeases(documents: DynamoDBDocumentClient, tableName: string): Promise<readonly Lease[]> {
  const leases: Lease[] = [];
  let start: Item | undefined;
  do {
    const page = await documents.send(
      new ScanCommand({ TableName: tableName, ConsistentRead: true, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }),
    );
    for (const item of page.Items ?? []) if (!String(item["pk"]).startsWith(HOLDER_PREFIX)) leases.push(...toLeases(item));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return leases;
}

function toLeases(item: Item): readonly Lease[] {
  const { pk, takenAt, meta, sharers } = item;
  const common = {
    key: String(pk),
    takenAt: String(takenAt),
    ...(sharers === undefined ? {} : { shared: true }),
    ...(meta === undefined ? {} : { meta: meta as Record<string, unknown> }),
  };
  return holdersOf(item).map((holder) => ({ ...common, holder }));
}
