/** Idempotency records in memory. */
import type { IdempotencyRecord, IdempotencyRecords } from "../src/idempotency/records.ts";

/** An empty store; `all` shows what is kept. */
export function createMemoryRecords(): IdempotencyRecords & { readonly all: () => readonly IdempotencyRecord[] } {
  const records = new Map<string, IdempotencyRecord>();
  const change = (record: IdempotencyRecord, to: (found: IdempotencyRecord) => IdempotencyRecord | undefined): Promise<void> => {
    const found = records.get(record.key);
    if (found?.owner === record.owner && found.answer === undefined) {
      const next = to(found);
      if (next) records.set(record.key, next);
      else records.delete(record.key);
    }
    return Promise.resolve();
  };
  return {
    all: () => [...records.values()],
    create: (record) => {
      const found = records.get(record.key);
      if (!found) records.set(record.key, record);
      return Promise.resolve(found);
    },
    takeOver: (record, previousOwner) => {
      const found = records.get(record.key);
      const free = found?.owner === previousOwner && found.answer === undefined;
      if (free) records.set(record.key, record);
      return Promise.resolve(free);
    },
    complete: (record, answer) => change(record, (found) => ({ ...found, answer })),
    unlock: (record) => change(record, (found) => ({ ...found, lockedUntilMs: 0 })),
    remove: (record) => change(record, () => undefined),
  };
}
