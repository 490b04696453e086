/** The ledger's in-memory twin: same guarantees, for tests and simulations. */
import { DrError } from "@dr/events";
import { encodeMember, decodeMember, type LedgerItem } from "./item.ts";
import type { Ledger, LedgerLock, Paces } from "./port.ts";
import { fromStored, toStored, type StoredItem } from "./stored-item.ts";

/** A ledger that lives as long as the process. Values are copied as JSON, and their members come back in another order: a map of DynamoDB has none. */
export function createMemoryLedger(): Ledger {
  const items = new Map<string, string>();
  const paces = new Map<string, Paces>();
  const locks = new Map<string, LedgerLock>();
  const epochs = new Map<string, number>();
  const members = new Map<string, Set<string>>();
  const read = (operationId: string): LedgerItem | undefined => {
    const text = items.get(operationId);
    return text === undefined ? undefined : fromStored(JSON.parse(text) as StoredItem);
  };
  const write = (item: LedgerItem): LedgerItem => {
    const text = JSON.stringify(toStored(item), reordered);
    items.set(item.operationId, text);
    return fromStored(JSON.parse(text) as StoredItem);
  };
  return {
    raiseEpoch: async (executionId, epoch) => {
      const highest = Math.max(epochs.get(executionId) ?? 0, epoch);
      epochs.set(executionId, highest);
      return highest;
    },
    register: async (executionId, taskId, member) => {
      const key = `${executionId}#${taskId}`;
      const known = members.get(key) ?? new Set<string>();
      const wasKnown = known.has(encodeMember(member));
      members.set(key, known.add(encodeMember(member)));
      return { members: [...known].map(decodeMember), wasKnown };
    },
    get: async (operationId) => read(operationId),
    create: async (item) => {
      if (items.has(item.operationId)) return false;
      write(item);
      return true;
    },
    save: async (item) => {
      const stored = read(item.operationId);
      if (stored?.rev !== item.rev)
        throw new DrError("ledger.conflict", `operation ${item.operationId} was changed by another worker`, { retryable: true });
      return write({ ...item, rev: item.rev + 1 });
    },
    takeLock: async (lock, insteadOf) => {
      const held = locks.get(lock.reference);
      const isTaken = held !== undefined && !isOfSameTask(held, lock) && held.operationId !== insteadOf;
      if (isTaken) return held;
      locks.set(lock.reference, lock);
      return undefined;
    },
    releaseLock: async (lock) => {
      const held = locks.get(lock.reference);
      if (held && isOfSameTask(held, lock)) locks.delete(lock.reference);
    },
    readPaces: async (operation) => paces.get(operation) ?? {},
    writePaces: async (operation, known) => void paces.set(operation, known),
  };
}

function isOfSameTask(held: LedgerLock, lock: Pick<LedgerLock, "executionId" | "taskId">): boolean {
  return held.executionId === lock.executionId && held.taskId === lock.taskId;
}

/** Members by name, the last first: whoever compares what he wrote with what he reads as text finds a difference in every test. */
function reordered(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? 1 : -1)));
}
