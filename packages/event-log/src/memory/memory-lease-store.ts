/** Leases in memory. */
import { slotKey, type Lease, type LeaseMeta, type LeaseStore } from "../leases/lease-store.ts";

/** An empty lease store. */
export function createMemoryLeaseStore(): LeaseStore {
  const leases = new Map<string, Lease>();
  const put = (key: string, holder: string, { takenAt, meta }: LeaseMeta): void => {
    leases.set(key, { key, holder, takenAt, ...(meta === undefined ? {} : { meta }) });
  };
  const releaseKeys = async (keys: readonly string[], holder: string): Promise<void> => {
    for (const key of keys) if (leases.get(key)?.holder === holder) leases.delete(key);
  };

  return {
    take: async (keys, holder, noted) => {
      const sorted = [...new Set(keys)].toSorted();
      const other = sorted.map((key) => leases.get(key)).find((lease) => lease !== undefined && lease.holder !== holder);
      if (other !== undefined) return { ok: false, conflict: { key: other.key, holder: other.holder } };
      for (const key of sorted) put(key, holder, noted);
      return { ok: true };
    },
    release: async (holder) => releaseKeys([...leases.keys()], holder),
    releaseKeys,
    takeSlot: async (holder, max, noted) => {
      const slots = Array.from({ length: max }, (_, index) => index + 1);
      const mine = slots.find((slot) => leases.get(slotKey(slot))?.holder === holder);
      if (mine !== undefined) return mine;
      const free = slots.find((slot) => !leases.has(slotKey(slot)));
      if (free !== undefined) put(slotKey(free), holder, noted);
      return free ?? null;
    },
    holders: async (keys) => new Map(keys.flatMap((key) => (leases.has(key) ? [[key, leases.get(key)?.holder ?? ""] as const] : []))),
    list: async () => [...leases.values()],
  };
}
