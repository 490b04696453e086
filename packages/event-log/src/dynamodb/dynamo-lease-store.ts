/** Leases on DynamoDB. */
import { ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import {
  HOLDER_SHARDS,
  slotKey,
  slotKeys,
  sortClaims,
  type Holder,
  type Lease,
  type LeaseMeta,
  type LeaseStore,
  type TakeResult,
} from "../leases/lease-store.ts";
import { stableShard } from "../shard.ts";
import { batchGetItems } from "./batch-get.ts";
import { HOLDER_PREFIX } from "./holder-notes.ts";
import { createLeaseItems, holdersOf, type LeaseItems, type Outcome } from "./lease-items.ts";
import { queryItems, type Item } from "./query.ts";

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
  const occupants = async (keys: readonly string[]): Promise<readonly Lease[]> => {
    const items = await batchGetItems(
      documents,
      tableName,
      [...new Set(keys)].map((pk) => ({ pk })),
    );
    return items.flatMap(toLeases);
  };
  const holders = async (keys: readonly string[]): Promise<ReadonlyMap<string, string>> =>
    new Map((await occupants(keys)).map(({ key, holder }) => [key, holder]));
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
    release: async (holder) => releaseKeys(leaseItems, await leaseItems.notedKeys(holder), holder),
    releaseKeys: (keys, holder) => releaseKeys(leaseItems, keys, holder),
    takeSlot: async (holder, max, noted) => {
      const slots = Array.from({ length: max }, (_, index) => index + 1);
      const held = await holders(slotKeys(max));
      const mine = slots.find((slot) => held.get(slotKey(slot)) === holder);
      if (mine !== undefined) return mine;
      const free = slots.filter((slot) => !held.has(slotKey(slot)));
      return takeFirst(leaseItems, apartFor(holder, free), { holder, noted });
    },
    occupants,
    holders,
    listHolders: () => listHolders(documents, tableName),
    list: () => listLeases(documents, tableName),
  };
}

/** The first free slot, and then the others from a place of the holder's own: fifty starts at once would otherwise race for each slot in turn. */
function apartFor(holder: string, [first, ...others]: readonly number[]): readonly number[] {
  if (first === undefined) return [];
  const start = stableShard(holder, Math.max(1, others.length));
  return [first, ...others.slice(start), ...others.slice(0, start)];
}

/** One of the slots, tried in their order. All are noted at once: a race for the first ones then costs one request for each try. */
async function takeFirst(
  leaseItems: LeaseItems,
  slots: readonly number[],
  { holder, noted }: { readonly holder: string; readonly noted: LeaseMeta },
): Promise<number | null> {
  if (slots.length === 0) return null;
  const keys = slots.map((slot) => slotKey(slot));
  await leaseItems.noteKeys(holder, keys, noted.takenAt);
  let found: number | null = null;
  for (const slot of slots) {
    if ((await leaseItems.takeOne(slotKey(slot), holder, noted)).state === "refused") continue;
    found = slot;
    break;
  }
  await leaseItems.forgetKeys(
    holder,
    keys.filter((key) => found === null || key !== slotKey(found)),
  );
  return found;
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
    await releaseKeys(
      leaseItems,
      outcomes.filter(({ state }) => state === "taken").map(({ key }) => key),
      holder,
    );
    await leaseItems.forgetKeys(
      holder,
      outcomes.filter(({ state }) => state === "refused").map(({ key }) => key),
    );
    return { ok: false, conflict: { key: refused.key, holder: refused.holder } };
  }
  return { ok: true };
}

async function releaseKeys(leaseItems: LeaseItems, keys: readonly string[], holder: string): Promise<void> {
  for (let start = 0; start < keys.length; start += AT_ONCE) {
    await Promise.all(keys.slice(start, start + AT_ONCE).map((key) => leaseItems.deleteHeld(key, holder)));
  }
  await leaseItems.forgetKeys(holder, keys);
}

/** One key for each holder, from an index that holds nothing else. */
async function listHolders(documents: DynamoDBDocumentClient, tableName: string): Promise<readonly Holder[]> {
  const shards = await Promise.all(
    Array.from({ length: HOLDER_SHARDS }, (_, shard) =>
      queryItems(documents, {
        TableName: tableName,
        IndexName: "HolderIndex",
        KeyConditionExpression: "holderShard = :shard",
        ExpressionAttributeValues: { ":shard": String(shard) },
      }),
    ),
  );
  return shards.flat().map(({ pk, since }) => ({ holder: String(pk).slice(HOLDER_PREFIX.length), since: String(since) }));
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
