/** Leases on what spans executions: concurrency slots, plans, resources. Put if absent, held until released. */

/** A lease that someone holds. `meta` is what the holder noted down. */
export interface Lease {
  readonly key: string;
  readonly holder: string;
  readonly takenAt: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

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
  /** Takes all keys for `holder`, in sorted order. On a conflict gives back those that this call took, not those held before. */
  readonly take: (keys: readonly string[], holder: string, noted: LeaseMeta) => Promise<TakeResult>;
  /** Releases everything that `holder` holds. */
  readonly release: (holder: string) => Promise<void>;
  /** Releases these keys as far as `holder` holds them. */
  readonly releaseKeys: (keys: readonly string[], holder: string) => Promise<void>;
  /** Takes the first free slot of `SLOT#1` to `SLOT#<max>`, or finds the one that `holder` has; null if none is free. */
  readonly takeSlot: (holder: string, max: number, noted: LeaseMeta) => Promise<number | null>;
  /** Who holds these keys; keys without a holder are left out. */
  readonly holders: (keys: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** All leases, for the comparison with the open executions. */
  readonly list: () => Promise<readonly Lease[]>;
}

/** Key of slot `number`. */
export function slotKey(number: number): string {
  return `SLOT#${number}`;
}

/** Keys of all slots, from the first to number `max`. */
export function slotKeys(max: number): readonly string[] {
  return Array.from({ length: max }, (_, index) => slotKey(index + 1));
}
