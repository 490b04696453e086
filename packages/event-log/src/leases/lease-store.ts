/** Leases on what spans executions: concurrency slots, plans, resources. Put if absent, held until released. */

/** What to take: a key for oneself alone, or (`shared`) together with others who share it. */
export type LeaseClaim = string | { readonly key: string; readonly shared: boolean };

/** A lease that someone holds; a shared key has as many as it has holders. `meta` is what the holder noted down. */
export interface Lease {
  readonly key: string;
  readonly holder: string;
  readonly takenAt: string;
  /** There (and true) if others may share the key. */
  readonly shared?: boolean;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** Somebody who holds something. `since` is when he took the first of it (ISO 8601). */
export interface Holder {
  readonly holder: string;
  readonly since: string;
}

/** Partitions of the index of holders. */
export const HOLDER_SHARDS = 4;

/** What taking leases led to: all of them, or none of the new ones and who holds the first that was in the way. */
export type TakeResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly conflict: { readonly key: string; readonly holder: string } };

/** What is noted with each lease. */
export interface LeaseMeta {
  readonly takenAt: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/**
 * The leases. They have no expiry: a holder that crashed is found by comparing them with the open executions, from which they can be derived again.
 * All calls may be repeated: a holder that already holds a key takes it again, releasing twice releases once.
 */
export interface LeaseStore {
  /**
   * Takes all keys for `holder`, in sorted order. On a conflict gives back those that this call took, not those held before. Whoever shares a key alone
   * may take it for himself; whoever has it for himself shares it with nobody.
   */
  readonly take: (claims: readonly LeaseClaim[], holder: string, noted: LeaseMeta) => Promise<TakeResult>;
  /** Releases everything that `holder` holds. `likely`: what that is, if the caller is right; it need not be read first then. */
  readonly release: (holder: string, likely?: readonly string[]) => Promise<void>;
  /** Releases these keys as far as `holder` holds them. */
  readonly releaseKeys: (keys: readonly string[], holder: string) => Promise<void>;
  /** Takes a slot if fewer than `max` have one, or the holder has one already; resolves to whether it has one now. One key for all, so that nobody races for each slot in turn. */
  readonly takeSlot: (holder: string, max: number, noted: Pick<LeaseMeta, "takenAt">) => Promise<boolean>;
  /** Who has a slot; `releaseKeys([SLOTS], holder)` gives it back, and so does `release`. */
  readonly slotHolders: () => Promise<readonly string[]>;
  /** The leases on these keys, each of a shared key. */
  readonly occupants: (keys: readonly string[]) => Promise<readonly Lease[]>;
  /** Everybody who holds something, and since when he does: an index of holders, which follows the leases by moments and knows nothing of what is held. */
  readonly listHolders: () => Promise<readonly Holder[]>;
  /** All leases, by reading them all: for people and tests, nothing of the product asks for it. */
  readonly list: () => Promise<readonly Lease[]>;
}

/** The key that all who have a slot share. */
export const SLOTS = "SLOTS";

/** Claims by key, each once, sorted; for oneself alone beats shared. */
export function sortClaims(claims: readonly LeaseClaim[]): readonly { readonly key: string; readonly shared: boolean }[] {
  const byKey = new Map<string, boolean>();
  for (const claim of claims) {
    const { key, shared } = typeof claim === "string" ? { key: claim, shared: false } : claim;
    byKey.set(key, shared && (byKey.get(key) ?? true));
  }
  return [...byKey].map(([key, shared]) => ({ key, shared })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
