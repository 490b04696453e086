/** Leases in memory. */
import { SLOTS, sortClaims, type Lease, type LeaseMeta, type LeaseStore } from "../leases/lease-store.ts";

/** An empty lease store. Releasing costs what the holder holds, however many leases there are. */
export function createMemoryLeaseStore(): LeaseStore {
  /** Leases by key and holder: several of a key that is shared. */
  const leases = new Map<string, Map<string, Lease>>();
  const keysByHolder = new Map<string, Set<string>>();
  const on = (key: string): readonly Lease[] => [...(leases.get(key)?.values() ?? [])];
  const put = (key: string, holder: string, { takenAt, meta }: LeaseMeta, shared = false): void => {
    const lease = { key, holder, takenAt, ...(shared ? { shared } : {}), ...(meta === undefined ? {} : { meta }) };
    const held = leases.get(key);
    // What somebody has for himself stays so, also when he asks to share it.
    if (held?.get(holder)?.shared !== undefined || !held?.has(holder))
      leases.set(key, (held ?? new Map<string, Lease>()).set(holder, lease));
    const keys = keysByHolder.get(holder);
    if (keys) keys.add(key);
    else keysByHolder.set(holder, new Set([key]));
  };
  const releaseKeys = async (keys: readonly string[], holder: string): Promise<void> => {
    const held = keysByHolder.get(holder);
    for (const key of keys) {
      if (held?.delete(key) !== true) continue;
      leases.get(key)?.delete(holder);
      if (leases.get(key)?.size === 0) leases.delete(key);
    }
    if (held?.size === 0) keysByHolder.delete(holder);
  };

  return {
    take: async (claims, holder, noted) => {
      const sorted = sortClaims(claims);
      const other = sorted
        .flatMap(({ key, shared }) => on(key).filter((lease) => lease.holder !== holder && !(shared && lease.shared === true)))
        .at(0);
      if (other !== undefined) return { ok: false, conflict: { key: other.key, holder: other.holder } };
      for (const { key, shared } of sorted) put(key, holder, noted, shared);
      return { ok: true };
    },
    release: async (holder) => releaseKeys([...(keysByHolder.get(holder) ?? [])], holder),
    releaseKeys,
    takeSlot: async (holder, max, noted) => {
      const taken = leases.get(SLOTS);
      if (taken?.has(holder) === true) return true;
      if ((taken?.size ?? 0) >= max) return false;
      put(SLOTS, holder, noted, true);
      return true;
    },
    slotHolders: async () => on(SLOTS).map(({ holder }) => holder),
    occupants: async (keys) => [...new Set(keys)].flatMap((key) => on(key)),
    listHolders: async () =>
      [...keysByHolder].map(([holder, keys]) => {
        const taken = [...keys].map((key) => leases.get(key)?.get(holder)?.takenAt ?? "");
        return { holder, since: taken.toSorted()[0] ?? "" };
      }),
    list: async () => [...leases.values()].flatMap((held) => [...held.values()]),
  };
}
