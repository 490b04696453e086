/** Leases in memory. */
import { slotKey, type Lease, type LeaseMeta, type LeaseStore } from "../leases/lease-store.ts";

/** An empty lease store. Releasing costs what the holder holds, however many leases there are. */
export function createMemoryLeaseStore(): LeaseStore {
  const leases = new Map<string, Lease>();
  const keysByHolder = new Map<string, Set<string>>();
  /** Keys of the slots by number: made once, because taking a slot looks at all of them. */
  const slotKeys: string[] = [];
  const put = (key: string, holder: string, { takenAt, meta }: LeaseMeta): void => {
    leases.set(key, { key, holder, takenAt, ...(meta === undefined ? {} : { meta }) });
    const keys = keysByHolder.get(holder);
    if (keys) keys.add(key);
    else keysByHolder.set(holder, new Set([key]));
  };
  const releaseKeys = async (keys: readonly string[], holder: string): Promise<void> => {
    const held = keysByHolder.get(holder);
    for (const key of keys) if (held?.delete(key)) leases.delete(key);
    if (held?.size === 0) keysByHolder.delete(holder);
  };

  return {
    take: async (keys, holder, noted) => {
      const sorted = [...new Set(keys)].toSorted();
      const other = sorted.map((key) => leases.get(key)).find((lease) => lease !== undefined && lease.holder !== holder);
      if (other !== undefined) return { ok: false, conflict: { key: other.key, holder: other.holder } };
      for (const key of sorted) put(key, holder, noted);
      return { ok: true };
    },
    release: async (holder) => releaseKeys([...(keysByHolder.get(holder) ?? [])], holder),
    releaseKeys,
    takeSlot: async (holder, max, noted) => {
      const held = keysByHolder.get(holder);
      let free: number | null = null;
      for (let slot = 1; slot <= max; slot += 1) {
        const key = (slotKeys[slot] ??= slotKey(slot));
        if (held?.has(key)) return slot;
        if (free === null && !leases.has(key)) free = slot;
      }
      if (free !== null) put(slotKey(free), holder, noted);
      return free;
    },
    holders: async (keys) => new Map(keys.flatMap((key) => (leases.has(key) ? [[key, leases.get(key)?.holder ?? ""] as const] : []))),
    list: async () => [...leases.values()],
  };
}
