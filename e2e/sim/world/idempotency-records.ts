/** Where the api keeps its answers: conditional writes in memory. */
import type { IdempotencyRecord, IdempotencyRecords } from "@dr/api/idempotency/records";

/** An empty record store. */
export function createIdempotencyRecords(): IdempotencyRecords {
  const records = new Map<string, IdempotencyRecord>();
  /** Only who holds the key, and has not answered yet, may change its record. */
  const held = (record: IdempotencyRecord): boolean => {
    const found = records.get(record.key);
    return found?.owner === record.owner && found.answer === undefined;
  };
  return {
    create: async (record) => {
      const found = records.get(record.key);
      if (!found) records.set(record.key, record);
      return found;
    },
    takeOver: async (record, previousOwner) => {
      const found = records.get(record.key);
      if (found?.owner !== previousOwner || found.answer !== undefined) return false;
      records.set(record.key, record);
      return true;
    },
    complete: async (record, answer) => {
      if (held(record)) records.set(record.key, { ...record, answer });
    },
    unlock: async (record) => {
      if (held(record)) records.set(record.key, { ...record, lockedUntilMs: 0 });
    },
    remove: async (record) => {
      if (held(record)) records.delete(record.key);
    },
  };
}
